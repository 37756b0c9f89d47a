import { setTimeout as wait } from 'node:timers/promises'
import { mailboxTroubles } from '@gotrs/core/mailboxes/troubles'
import { acknowledgementTrouble } from '@gotrs/core/outbound/suppressed'
import { inspectDatabase } from '@gotrs/db/inspect'
import type { HttpContext, Server } from './types.ts'
import type { Forwarding } from './untrusted-forwarding.ts'

/** Liveness: the process answers. Does not check its dependencies. */
export function healthz(c: HttpContext): Response {
  c.set('route', '/healthz')
  c.header('Cache-Control', 'no-store')
  return c.json({ status: 'ok' })
}

/** `isVital`: without it no request can be served. Other problems are named, and requests are still served. */
type Check = { name: string; trouble: string | null; isVital: boolean }

/**
 * Readiness: 503 with the problem when no requests can be served, 200 and `degraded` when only a part fails. Anybody
 * may call it, so it checks at most once a second.
 */
export function readyz(server: Server, forwarding: Forwarding): (c: HttpContext) => Promise<Response> {
  let latest: { at: number; checks: Promise<Check[]> } | null = null
  return async c => {
    c.set('route', '/readyz')
    c.header('Cache-Control', 'no-store')
    if (!latest || performance.now() - latest.at > 1_000) latest = { at: performance.now(), checks: checkAll(server) }
    const checks = await latest.checks
    const isReady = checks.every(({ trouble, isVital }) => trouble === null || !isVital)
    const isWhole = checks.every(({ trouble }) => trouble === null)
    const shown = Object.fromEntries(checks.map(({ name, trouble }) => [name, trouble ?? 'ok']))
    // Callers can cause it with a header, so it is a note and not a check: it must not make the desk look degraded.
    const advice = forwarding.advice()
    const body = { checks: shown, ...(advice && { notes: { proxy: advice } }) }
    if (!isReady) return c.json({ status: 'not ready', ...body }, 503)
    return c.json({ status: isWhole ? 'ready' : 'degraded', ...body })
  }
}

function checkAll({ desk, settings, log }: Server): Promise<Check[]> {
  const check = async (
    name: string,
    advice: string,
    work: () => Promise<string | null>,
    isVital = false,
  ): Promise<Check> => {
    try {
      return { name, trouble: await inTime(work()), isVital }
    } catch (err) {
      log.warn({ err, check: name }, 'not ready')
      return { name, trouble: advice, isVital }
    }
  }
  const checks = [
    check(
      'database',
      'cannot be reached: check DATABASE_URL and that Postgres runs',
      () => checkDatabase(settings.databaseUrl),
      true,
    ),
    check('blobs', 'cannot be written: check DATA_DIR, its rights and its free space', async () => {
      await desk.blobs.check()
      return null
    }),
    check('mailboxes', 'are not known while the database is unavailable', () => checkMailboxes(desk)),
    check('acknowledgements', 'are not known while the database is unavailable', () =>
      acknowledgementTrouble(desk, desk.now()),
    ),
  ]
  if (settings.valkeyUrl) {
    checks.push(
      check(
        'valkey',
        'cannot be reached: check VALKEY_URL and that Valkey runs',
        async () => {
          await desk.limit('ready', 'probe', { points: 1_000_000, seconds: 60 })
          return null
        },
        true,
      ),
    )
  }
  return Promise.all(checks)
}

async function checkDatabase(databaseUrl: string): Promise<string | null> {
  const { appliedMigrations, knownMigrations } = await inspectDatabase(databaseUrl)
  if (appliedMigrations >= knownMigrations) return null
  return `lacks ${knownMigrations - appliedMigrations} migrations: run gotrs migrate`
}

async function checkMailboxes(desk: Server['desk']): Promise<string | null> {
  const troubles = await mailboxTroubles(desk)
  if (troubles.length === 0) return null
  return `${troubles.map(({ name, cannot }) => `${name} cannot ${cannot}`).join(', ')}: see Settings, Mailboxes`
}

async function inTime<T>(work: Promise<T>): Promise<T> {
  const over = new AbortController()
  const late = wait(5_000, undefined, { signal: over.signal }).then(() => {
    throw new Error('took longer than 5 s')
  })
  late.catch(() => {})
  try {
    return await Promise.race([work, late])
  } finally {
    over.abort()
  }
}
