import { setTimeout as wait } from 'node:timers/promises'
import { webhookDeliveries, webhooks } from '@gotrs/db/tables/webhooks'
import { and, eq } from 'drizzle-orm'
import { systemActor } from '../kernel/actor.ts'
import { type FetchFailure, guardedFetch } from '../kernel/guarded-fetch.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { type Claimed, claim } from './claim.ts'
import { noteOutcome } from './note-outcome.ts'
import { secretPurpose, signDelivery } from './secret.ts'

const timeoutMs = 15_000
const maxAnswerBytes = 64 * 1024
const maxAtOnce = 8

const minute = 60_000
/** Waits between the tries: about a day and a half in all. */
const pauses = [
  10_000,
  minute,
  5 * minute,
  30 * minute,
  2 * 60 * minute,
  5 * 60 * minute,
  10 * 60 * minute,
  18 * 60 * minute,
]

type Target = { url: string; secret: Buffer }
type Result = { isDone: boolean; isGone: boolean; status: number | null; words: string }

/**
 * Tells what is due until nothing is, several webhooks at once and each at most two things at a time; returns how many it
 * tried. A place that is free is taken again at once: a receiver that hangs holds up nobody but itself.
 */
export async function deliverDue(kernel: Kernel, isStopping: () => boolean = () => false): Promise<number> {
  const inHand = new Set<Promise<void>>()
  const failures: unknown[] = []
  // What is under way is waited for, whatever failed.
  const failed = (error: unknown): Claimed[] => {
    failures.push(error)
    return []
  }
  let tried = 0
  for (;;) {
    const isOver = failures.length > 0 || isStopping()
    const places = isOver ? 0 : maxAtOnce - inHand.size
    const claimed = places === 0 ? [] : await claim(kernel, places).catch(failed)
    for (const delivery of claimed) {
      const work: Promise<void> = deliver(kernel, delivery)
        .catch(error => void failed(error))
        .finally(() => inHand.delete(work))
      inHand.add(work)
    }
    tried += claimed.length
    if (inHand.size === 0) break
    await firstOf(inHand)
  }
  if (failures.length > 0) throw failures[0]
  return tried
}

/** The first that is done, or a second: what has become due since is not held up by what hangs. */
async function firstOf(inHand: ReadonlySet<Promise<void>>): Promise<void> {
  const over = new AbortController()
  const pause = wait(1_000, undefined, { signal: over.signal }).catch(() => {})
  await Promise.race([...inHand, pause])
  over.abort()
}

async function deliver(kernel: Kernel, delivery: Claimed): Promise<void> {
  const [target] = await kernel.db
    .select({ url: webhooks.url, secret: webhooks.secret })
    .from(webhooks)
    .where(eq(webhooks.id, delivery.webhookId))
  if (!target) return
  const result = await post(kernel, delivery, target)
  await record(kernel, delivery, target.url, result)
}

async function post(kernel: Kernel, { id, payload, webhookId }: Claimed, target: Target): Promise<Result> {
  try {
    const body = JSON.stringify(payload)
    const secret = kernel.vault.open(secretPurpose(webhookId), target.secret)
    const answer = await guardedFetch(kernel.guard, target.url, {
      method: 'POST',
      body,
      headers: { 'Content-Type': 'application/json', ...signDelivery(secret, id, kernel.now(), body) },
      timeoutMs,
      maxBytes: maxAnswerBytes,
      maxRedirects: 0,
      isBodyOptional: true,
    })
    const { status } = answer
    const words = answer.body.toString('utf8').replaceAll('\0', '').slice(0, 500)
    return { isDone: status >= 200 && status < 300, isGone: status === 410, status, words }
  } catch (error) {
    const { code, detail, message } = error as { code?: string } & Partial<FetchFailure> & Error
    const isRefused = code === 'address_not_allowed'
    const words = isRefused
      ? 'The address lies inside the network of the desk. The operator may allow it with PRIVATE_HOSTS.'
      : (detail ?? message)
    return { isDone: false, isGone: false, status: null, words: words.replaceAll('\0', '').slice(0, 500) }
  }
}

/** What a receiver that has gone for good (410) is not told any more is kept in the log. */
async function record(kernel: Kernel, delivery: Claimed, url: string, result: Result): Promise<void> {
  const { id, attempts, webhookId, createdAt } = delivery
  await kernel.run(systemActor('desk'), async uow => {
    const pause = pauses[attempts - 1]
    const isOver = result.isDone || result.isGone || pause === undefined
    const status = result.isDone ? ('delivered' as const) : isOver ? ('failed' as const) : ('waiting' as const)
    const written = await uow.db
      .update(webhookDeliveries)
      .set({
        status,
        leasedUntil: null,
        nextAttemptAt: isOver || pause === undefined ? null : new Date(uow.now.getTime() + jittered(pause)),
        responseStatus: result.status,
        response: result.words,
        deliveredAt: result.isDone ? uow.now : null,
      })
      // Of two that had it in their hands the later one writes.
      .where(and(eq(webhookDeliveries.id, id), eq(webhookDeliveries.attempts, attempts)))
    if (!written.rowCount) return
    const outcome = result.isDone ? 'delivered' : result.isGone ? 'gone' : 'failed'
    await noteOutcome(uow, { webhookId, url, createdAt, outcome, isGivenUp: isOver })
  })
}

const jittered = (milliseconds: number) => Math.round(milliseconds * (0.8 + 0.4 * Math.random()))
