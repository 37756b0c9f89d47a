import { DeskError } from '@gotrs/contract/errors'
import { webhookDeliveries } from '@gotrs/db/tables/webhooks'
import { and, eq, isNull, lte, or } from 'drizzle-orm'
import { requireGrant } from '../kernel/require-grant.ts'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import { untilSentNow } from './claim.ts'

/**
 * Prepares a delivery for `sendNow`, under its id and with its payload, whether it waits, was delivered or has failed. Its
 * tries are counted from the beginning. @throws DeskError `not_found`, `wrong_status` while it is being sent
 */
export async function retryDelivery(uow: UnitOfWork, deliveryId: string): Promise<{ deliveryId: string }> {
  requireGrant(uow, 'webhook.manage')
  const { leasedUntil } = webhookDeliveries
  const [retried] = await uow.db
    .update(webhookDeliveries)
    .set({ status: 'waiting', attempts: 0, nextAttemptAt: untilSentNow(uow.now), leasedUntil: null, deliveredAt: null })
    .where(and(eq(webhookDeliveries.id, deliveryId), or(isNull(leasedUntil), lte(leasedUntil, uow.now))))
    .returning({ webhookId: webhookDeliveries.webhookId })
  if (!retried) {
    const known = await uow.db.$count(webhookDeliveries, eq(webhookDeliveries.id, deliveryId))
    if (known === 0) throw new DeskError('not_found', { noun: 'delivery' })
    const reason = 'It is being sent right now. Look at its result first.'
    throw new DeskError('wrong_status', { noun: 'delivery', status: 'waiting', reason })
  }
  uow.emit('webhook.replayed', { webhookId: retried.webhookId, deliveryId })
  return { deliveryId }
}
