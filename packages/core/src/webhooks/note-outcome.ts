import { webhooks } from '@gotrs/db/tables/webhooks'
import { and, eq, isNotNull, type SQL, sql } from 'drizzle-orm'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'

const dayMs = 24 * 60 * 60_000
/** As Standard Webhooks 1.0 advises: whoever has not taken anything for so long is told no more. */
const patienceMs = 5 * dayMs
/** Longer than any pause between two tries. Whether a receiver that was not called for so long was away, nobody knows. */
const silenceMs = 2 * dayMs

/** `gone`: the receiver said so (410). */
type Outcome = 'delivered' | 'failed' | 'gone'
type Tried = { webhookId: string; url: string; createdAt: Date; outcome: Outcome; isGivenUp: boolean }

/**
 * Keeps how a webhook fares, and switches it off where there is no point in telling it; what waits is kept. Says nothing
 * of an address that is no longer the webhook's.
 */
export async function noteOutcome(uow: UnitOfWork, tried: Tried): Promise<void> {
  const { outcome, url } = tried
  const called = and(eq(webhooks.id, tried.webhookId), eq(webhooks.url, url)) ?? sql`false`
  if (outcome === 'gone') return switchOff(uow, tried.webhookId, called, 'gone')
  if (outcome === 'delivered') {
    const none = { failingSince: null, lastFailedAt: null }
    await uow.db
      .update(webhooks)
      .set(none)
      .where(and(called, isNotNull(webhooks.failingSince)))
    return
  }
  const since = await noteFailure(uow, called)
  const isLong = (from: Date) => uow.now.getTime() - from.getTime() >= patienceMs
  // Of a receiver that hangs while much happens none is given up for weeks.
  const isSerious = tried.isGivenUp || isLong(tried.createdAt)
  if (since && isSerious && isLong(since)) await switchOff(uow, tried.webhookId, called, 'failing')
}

/** Since when it has failed without a long silence between. */
async function noteFailure(uow: UnitOfWork, called: SQL): Promise<Date | null> {
  const now = uow.now.toISOString()
  const heardSince = new Date(uow.now.getTime() - silenceMs).toISOString()
  const [noted] = await uow.db
    .update(webhooks)
    .set({
      failingSince: sql`case when ${webhooks.lastFailedAt} > ${heardSince}::timestamptz
        then coalesce(${webhooks.failingSince}, ${now}::timestamptz) else ${now}::timestamptz end`,
      lastFailedAt: uow.now,
    })
    .where(called)
    .returning({ since: webhooks.failingSince })
  return noted?.since ?? null
}

async function switchOff(uow: UnitOfWork, webhookId: string, called: SQL, reason: 'gone' | 'failing'): Promise<void> {
  const off = await uow.db
    .update(webhooks)
    .set({ isActive: false, switchedOffAt: uow.now, switchedOffReason: reason })
    .where(and(called, eq(webhooks.isActive, true)))
  if (off.rowCount) uow.emit('webhook.switchedOff', { webhookId, reason })
}
