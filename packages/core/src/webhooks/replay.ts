import { DeskError } from '@gotrs/contract/errors'
import type { WebhookDelivery } from '@gotrs/contract/webhooks'
import { webhookDeliveries } from '@gotrs/db/tables/webhooks'
import { and, eq, ne } from 'drizzle-orm'
import { requireGrant } from '../kernel/require-grant.ts'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import { showDelivery } from './queries.ts'

/** Delivers an event again, with the same id and payload. @throws DeskError `not_found`, `wrong_status` while it waits */
export async function replayDelivery(uow: UnitOfWork, deliveryId: string): Promise<WebhookDelivery> {
  requireGrant(uow, 'webhook.manage')
  const [again] = await uow.db
    .update(webhookDeliveries)
    .set({ status: 'waiting', attempts: 0, nextAttemptAt: uow.now, leasedUntil: null, deliveredAt: null })
    .where(and(eq(webhookDeliveries.id, deliveryId), ne(webhookDeliveries.status, 'waiting')))
    .returning()
  if (!again) {
    const known = await uow.db.$count(webhookDeliveries, eq(webhookDeliveries.id, deliveryId))
    if (known === 0) throw new DeskError('not_found', { noun: 'delivery' })
    const reason = 'It is on its way already: only one that was delivered or has failed can be sent again.'
    throw new DeskError('wrong_status', { noun: 'delivery', status: 'waiting', reason })
  }
  uow.emit('webhook.replayed', { webhookId: again.webhookId, deliveryId })
  return showDelivery(again)
}
