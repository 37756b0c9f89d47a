import { type EventType, eventTypes } from '@gotrs/contract/events'
import type { WebhookPayload } from '@gotrs/contract/webhooks'
import { events } from '@gotrs/db/tables/events'
import { users } from '@gotrs/db/tables/people'
import { webhookDeliveries, webhooks } from '@gotrs/db/tables/webhooks'
import { and, arrayContains, eq, sql } from 'drizzle-orm'
import { reaction } from '../kernel/reaction.ts'
import type { Reader } from '../kernel/unit-of-work.ts'

/** Creates one delivery for each webhook that is subscribed to the event; its payload is fixed before the first attempt. */
export const enqueueDeliveries = reaction({
  name: 'enqueue_deliveries',
  on: eventTypes,
  isWanted: ({ type }) =>
    sql`exists (select from ${webhooks} hook where hook.is_active and hook.event_types @> array[${type}])`,
  async after(uow, event) {
    const wanting = await uow.db
      .select({ id: webhooks.id })
      .from(webhooks)
      .where(and(eq(webhooks.isActive, true), arrayContains(webhooks.eventTypes, [event.type])))
    if (wanting.length === 0) return
    const payload = await payloadOf(uow, event.id)
    if (!payload) return
    const { id: eventId, type: eventType } = event
    const rows = wanting.map(({ id: webhookId }) => ({
      id: uow.newId(),
      webhookId,
      eventId,
      eventType,
      payload,
      nextAttemptAt: uow.now,
      createdAt: uow.now,
    }))
    await uow.db.insert(webhookDeliveries).values(rows).onConflictDoNothing()
  },
})

async function payloadOf(reader: Reader, eventId: string): Promise<WebhookPayload | null> {
  const [row] = await reader.db
    .select({ event: events, actorName: users.name })
    .from(events)
    .leftJoin(users, eq(users.id, events.actorId))
    .where(eq(events.id, eventId))
  if (!row) return null
  const { event, actorName } = row
  return {
    id: event.id,
    type: event.type as EventType,
    createdAt: event.createdAt.toISOString(),
    ticketId: event.ticketId,
    actor: { kind: event.actorKind, id: event.actorId, name: actorName ?? event.actorName },
    data: event.payload,
  }
}
