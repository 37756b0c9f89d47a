import { webhooks } from '@gotrs/db/tables/webhooks'
import { and, eq, isNotNull, type SQL, sql } from 'drizzle-orm'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'

const dayMs = 24 * 60 * 60_000
/** As Standard Webhooks 1.0 advises: after this time without a success, the webhook is switched off. */
const patienceMs = 5 * dayMs
/** Longer than any pause between two tries. Failures with a longer silence between them do not prove a long outage. */
const silenceMs = 2 * dayMs

/** `gone`: the receiver answered 410. */
type Outcome = 'delivered' | 'failed' | 'gone'
type Tried = { webhookId: string; url: string; createdAt: Date; outcome: Outcome; isGivenUp: boolean }

/**
 * Records success or failure of a webhook, and switches it off after a 410 or a long failure; waiting deliveries are
 * kept. A delivery to an address that the webhook no longer has changes nothing.
 */
export async function recordOutcome(uow: UnitOfWork, tried: Tried): Promise<void> {
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
  const since = await recordFailure(uow, called)
  const isLong = (from: Date) => uow.now.getTime() - from.getTime() >= patienceMs
  // With many deliveries to a receiver that hangs, it takes weeks until one is given up: the age counts too.
  const isSerious = tried.isGivenUp || isLong(tried.createdAt)
  if (since && isSerious && isLong(since)) await switchOff(uow, tried.webhookId, called, 'failing')
}

/** The start of the current series of failures, without a long silence in it. */
async function recordFailure(uow: UnitOfWork, called: SQL): Promise<Date | null> {
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
