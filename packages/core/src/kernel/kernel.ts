import type { DeskInfo } from '@gotrs/contract/auth'
import type { LiveHint } from '@gotrs/contract/live'
import { type Db, dbOf } from '@gotrs/db/client'
import type { SQL } from 'drizzle-orm'
import type pg from 'pg'
import type { Actor } from './actor.ts'
import type { Blobs } from './blobs.ts'
import { boundedReads, type List } from './bounded-reads.ts'
import { createConcurrencyLimit, runWithinLimit } from './concurrency-limit.ts'
import type { Dns } from './dns.ts'
import { type Once, runIdempotently } from './idempotency.ts'
import type { ConsumeLimit, Limits } from './limits.ts'
import type { LiveBus } from './live-bus.ts'
import type { Log } from './log.ts'
import { openUnitOfWork } from './open-unit-of-work.ts'
import { requirePermissionCheck } from './permission-record.ts'
import { namedQuery } from './prepared.ts'
import type { AddressGuard } from './private-hosts.ts'
import type { Reaction } from './reaction.ts'
import type { CallChannel, Reader, UnitOfWork } from './unit-of-work.ts'
import type { Vault } from './vault.ts'

/**
 * `once`: the key of the call that the work belongs to. Under a key that it was done under before, the work is not done
 * again, and the answer is that of the first time.
 */
export type RunOptions = { cause?: readonly string[]; now?: Date; once?: Once; channel?: CallChannel }

/** The kernel: everything the desk does goes through `run` (one transaction) or `read`. */
export type Kernel = {
  /** Opens a transaction, does the work, writes its events and jobs, commits, then sends the live hints. */
  run<T>(actor: Actor, work: (uow: UnitOfWork) => Promise<T>, options?: RunOptions): Promise<T>
  /** For what is found by its key. */
  read<T>(actor: Actor, work: (reader: Reader) => Promise<T>): Promise<T>
  /** For lists, counts and searches, which cost more the more the desk holds. */
  list: List
  db: Db
  pool: pg.Pool
  blobs: Blobs
  vault: Vault
  limit: ConsumeLimit
  limits: Limits
  /** Asks DNS, for the authentication of mail. */
  dns: Dns
  /** Says which addresses the desk may be sent to. */
  guard: AddressGuard
  bus: LiveBus
  info: DeskInfo
  baseUrl: string
  log: Log
  /** What follows from what happens, in this order. */
  reactions: readonly Reaction[]
  now(): Date
}

export type KernelParts = Omit<Kernel, 'run' | 'read' | 'list' | 'db'>

export function createKernel(parts: KernelParts): Kernel {
  const db = dbOf(parts.pool)
  const writes = createConcurrencyLimit(writeLimits)
  return {
    ...parts,
    db,
    ...boundedReads(parts, db),
    run: (actor, work, options = {}) => runWithinLimit(writes, actor, () => runUnitOfWork(parts, actor, work, options)),
  }
}

/** Nobody holds more connections than this by writing, however many calls wait for the lock of one ticket. */
const writeLimits = { perPerson: 4, total: Number.POSITIVE_INFINITY, maxWaiting: 100, waitMs: 10_000 }

async function runUnitOfWork<T>(
  parts: KernelParts,
  actor: Actor,
  work: (uow: UnitOfWork) => Promise<T>,
  options: RunOptions,
): Promise<T> {
  const client = await parts.pool.connect()
  let broken: Error | undefined
  try {
    // Sent together with the first statement of the work.
    const begun = client.query('begin')
    begun.catch(() => {})
    const { now = parts.now(), cause = [], channel = 'web' } = options
    const opened = openUnitOfWork(parts, client, { actor, now, cause, channel })
    const asking = async (uow: UnitOfWork) => {
      const answer = await work(uow)
      requirePermissionCheck(opened.record, work)
      return answer
    }
    const result = await (options.once ? runIdempotently(opened, options.once, asking) : asking(opened.uow))
    const hints = await opened.finish()
    await begun
    await commit(client, opened.pending.last)
    if (parts.bus.kind !== 'postgres' && hints.length > 0) await publish(parts, hints)
    for (const after of opened.pending.after) await afterCommit(parts, after)
    return result
  } catch (error) {
    await client.query('rollback').catch(failure => {
      broken = failure
    })
    throw error
  } finally {
    client.release(broken)
  }
}

/** The last statements and the commit are sent together. Where one of them fails, Postgres answers the commit with a rollback. */
async function commit(client: pg.PoolClient, last: readonly SQL[]): Promise<void> {
  // All are built before anything is sent: an error here must not leave a commit without its statements.
  const queries = last.map(namedQuery)
  const sent = Promise.all(queries.map(query => client.query(query)))
  const [{ command }] = await Promise.all([client.query('commit'), sent])
  if (command !== 'COMMIT') throw new Error('Postgres rolled the transaction back.')
}

// What is committed is done: work that follows it must not make it look failed.
async function afterCommit(parts: KernelParts, work: () => Promise<void>): Promise<void> {
  await work().catch(error => parts.log.error({ err: error }, 'work after a commit failed'))
}

// A lost hint is harmless; a committed change must not look failed for it.
async function publish(parts: KernelParts, hints: LiveHint[]): Promise<void> {
  await parts.bus.publish({ hints }).catch(error => parts.log.warn({ err: error }, 'live hints were not published'))
}
