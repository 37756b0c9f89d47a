import { webhookDeliveries } from '@gotrs/db/tables/webhooks'
import { inArray, sql } from 'drizzle-orm'
import { systemActor } from '../kernel/actor.ts'
import type { Kernel } from '../kernel/kernel.ts'

const leaseMs = 2 * 60_000
export const leaseFrom = (now: Date) => new Date(now.getTime() + leaseMs)
const maxAtOncePerWebhook = 2

export type Claimed = typeof webhookDeliveries.$inferSelect

/** Takes what is due under a lease, the longest due first, at most two things of each webhook at once. */
export function claim(kernel: Kernel, places: number): Promise<Claimed[]> {
  return kernel.run(systemActor('desk'), async uow => {
    const { rows } = await uow.db.execute<{ id: string }>(dueDeliveries(uow.now, places))
    if (rows.length === 0) return []
    const ids = rows.map(row => row.id)
    return uow.db
      .update(webhookDeliveries)
      .set({ leasedUntil: leaseFrom(uow.now), attempts: sql`${webhookDeliveries.attempts} + 1` })
      .where(inArray(webhookDeliveries.id, ids))
      .returning()
  })
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
