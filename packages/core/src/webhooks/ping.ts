import type { WebhookPayload } from '@gotrs/contract/webhooks'
import { users } from '@gotrs/db/tables/people'
import { webhookDeliveries } from '@gotrs/db/tables/webhooks'
import { eq } from 'drizzle-orm'
import { requireGrant } from '../kernel/require-grant.ts'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import { untilSentNow } from './claim.ts'
import { readWebhook } from './queries.ts'

/**
 * Prepares a delivery of type `ping` for `sendNow`: a test of address, certificate and signature that needs no event. It
 * is sent to a webhook that is off too, and it is tried once. @throws DeskError `not_found`
 */
export async function pingWebhook(uow: UnitOfWork, webhookId: string): Promise<{ deliveryId: string }> {
  requireGrant(uow, 'webhook.manage')
  await readWebhook(uow, webhookId)
  const [deliveryId, eventId] = [uow.newId(), uow.newId()]
  const payload = await payloadOf(uow, eventId, webhookId)
  await uow.db.insert(webhookDeliveries).values({
    id: deliveryId,
    webhookId,
    eventId,
    eventType: payload.type,
    payload,
    nextAttemptAt: untilSentNow(uow.now),
    createdAt: uow.now,
  })
  uow.emit('webhook.pinged', { webhookId, deliveryId })
  return { deliveryId }
}

async function payloadOf(uow: UnitOfWork, id: string, webhookId: string): Promise<WebhookPayload> {
  const { kind } = uow.actor
  const actorId = uow.actor.kind === 'user' ? uow.actor.id : null
  const [user] = actorId ? await uow.db.select({ name: users.name }).from(users).where(eq(users.id, actorId)) : []
  const actor = { kind, id: actorId, name: user?.name ?? null }
  return { id, type: 'ping', createdAt: uow.now.toISOString(), ticketId: null, actor, data: { webhookId } }
}
