import { webhookDeliveries } from '@gotrs/db/tables/webhooks'
import { and, eq, inArray, lte, sql } from 'drizzle-orm'
import { systemActor } from '../kernel/actor.ts'
import type { Kernel } from '../kernel/kernel.ts'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'

const leaseMs = 2 * 60_000
export const leaseFrom = (now: Date) => new Date(now.getTime() + leaseMs)
const maxAtOncePerWebhook = 2

const sentNowMs = 30_000
/** When the mail-worker sends what `sendNow` was to send, should the process that sends it now end before that. */
export const untilSentNow = (now: Date) => new Date(now.getTime() + sentNowMs)
/** How long after it was prepared a ping may be sent. */
const pingMs = 60_000

export type Claimed = typeof webhookDeliveries.$inferSelect

/** Claims due deliveries under a lease, those due longest first, at most two of each webhook at once. */
export async function claim(kernel: Kernel, places: number): Promise<Claimed[]> {
  const { due, claimed } = await kernel.run(systemActor('desk'), async uow => {
    const { rows } = await uow.db.execute<{ id: string }>(dueDeliveries(uow.now, places))
    const ids = rows.map(row => row.id)
    return { due: ids.length, claimed: ids.length === 0 ? [] : await lease(uow, ids) }
  })
  // If all claimed deliveries were late pings, claims the next ones.
  return due > 0 && claimed.length === 0 ? claim(kernel, places) : claimed
}

async function lease(uow: UnitOfWork, ids: string[]): Promise<Claimed[]> {
  await failLatePings(uow, ids)
  return uow.db
    .update(webhookDeliveries)
    .set({ leasedUntil: leaseFrom(uow.now), attempts: sql`${webhookDeliveries.attempts} + 1` })
    .where(and(inArray(webhookDeliveries.id, ids), eq(webhookDeliveries.status, 'waiting')))
    .returning()
}

/** An admin waits for the result of a ping. Later, when its webhook is switched on, the ping would surprise the receiver. */
async function failLatePings(uow: UnitOfWork, ids: string[]): Promise<void> {
  const { id, eventType, nextAttemptAt } = webhookDeliveries
  const lateFrom = new Date(uow.now.getTime() - pingMs + sentNowMs)
  await uow.db
    .update(webhookDeliveries)
    .set({
      status: 'failed',
      nextAttemptAt: null,
      leasedUntil: null,
      responseStatus: null,
      response: 'It had no result within a minute.',
    })
    .where(and(inArray(id, ids), eq(eventType, 'ping'), lte(nextAttemptAt, lateFrom)))
}

/**
 * Each webhook is looked at by itself, along the index in the order of what is due: one with many that wait costs as much
 * as one with few.
 */
export function dueDeliveries(now: Date, places: number) {
  const at = now.toISOString()
  return sql`
    select delivery.id from webhooks webhook
    cross join lateral (
      select due.id from webhook_deliveries due
      where due.webhook_id = webhook.id and due.next_attempt_at <= ${at}::timestamptz
        and (due.leased_until is null or due.leased_until <= ${at}::timestamptz)
      order by due.next_attempt_at, due.id
      limit greatest(0, ${maxAtOncePerWebhook} - (select count(*) from webhook_deliveries held
        where held.webhook_id = webhook.id and held.leased_until > ${at}::timestamptz and held.next_attempt_at is not null))
      for update skip locked) delivery
    where webhook.is_active
    limit ${places}`
}
