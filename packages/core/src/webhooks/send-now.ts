import { DeskError } from '@gotrs/contract/errors'
import type { WebhookDelivery } from '@gotrs/contract/webhooks'
import { webhookDeliveries } from '@gotrs/db/tables/webhooks'
import { and, eq, isNull, sql } from 'drizzle-orm'
import { systemActor } from '../kernel/actor.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { leaseFrom } from './claim.ts'
import { showDelivery } from './queries.ts'
import { send } from './send.ts'

/**
 * Sends a delivery that `ping` or `retryDelivery` prepared, without waiting for its turn, and says how that went. It does
 * so once: when a call is repeated under its idempotency key, it says how the delivery is now. @throws DeskError `not_found`
 */
export async function sendNow(kernel: Kernel, deliveryId: string): Promise<WebhookDelivery> {
  const isIt = eq(webhookDeliveries.id, deliveryId)
  const [claimed] = await kernel.run(systemActor('desk'), uow =>
    uow.db
      .update(webhookDeliveries)
      .set({ leasedUntil: leaseFrom(uow.now), attempts: sql`${webhookDeliveries.attempts} + 1` })
      .where(
        and(
          isIt,
          eq(webhookDeliveries.status, 'waiting'),
          eq(webhookDeliveries.attempts, 0),
          isNull(webhookDeliveries.leasedUntil),
        ),
      )
      .returning(),
  )
  if (claimed) await send(kernel, claimed)
  const [sent] = await kernel.db.select().from(webhookDeliveries).where(isIt)
  if (!sent) throw new DeskError('not_found', { noun: 'delivery' })
  return showDelivery(sent)
}
