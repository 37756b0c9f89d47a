import { DeskError } from '@gotrs/contract/errors'
import type { EventType } from '@gotrs/contract/events'
import type { Page } from '@gotrs/contract/ids'
import type { listDeliveriesInput, Webhook, WebhookDelivery, WebhookPayload } from '@gotrs/contract/webhooks'
import { webhookDeliveries, webhooks } from '@gotrs/db/tables/webhooks'
import { and, asc, desc, eq, type SQL, sql } from 'drizzle-orm'
import type { z } from 'zod'
import { readCursor, timeValue, writeCursor } from '../kernel/cursor.ts'
import { requireGrant } from '../kernel/require-grant.ts'
import type { Reader } from '../kernel/unit-of-work.ts'

/** All webhooks, by name, at most 50; secrets stay where they are. */
export function listWebhooks(reader: Reader): Promise<Webhook[]> {
  requireGrant(reader, 'webhook.read')
  return selectWebhooks(reader, sql`true`)
}

/** @throws DeskError `not_found` */
export async function readWebhook(reader: Reader, webhookId: string): Promise<Webhook> {
  requireGrant(reader, 'webhook.read')
  const [found] = await selectWebhooks(reader, eq(webhooks.id, webhookId))
  if (!found) throw new DeskError('not_found', { noun: 'webhook' })
  return found
}

async function selectWebhooks(reader: Reader, condition: SQL): Promise<Webhook[]> {
  const counts = (status: 'waiting' | 'failed') => sql<number>`(
    select count(*)::int from (select d.status from ${webhookDeliveries} d where d.webhook_id = webhooks.id
      order by d.created_at desc, d.id desc limit 1000) latest where latest.status = ${status})`
  const rows = await reader.db
    .select({ webhook: webhooks, waiting: counts('waiting'), failed: counts('failed') })
    .from(webhooks)
    .where(condition)
    .orderBy(asc(webhooks.name), asc(webhooks.id))
    .limit(50)
  return rows.map(({ webhook: { id, name, url, eventTypes, isActive, createdAt, ...state }, waiting, failed }) => ({
    id,
    name,
    url,
    eventTypes: eventTypes as EventType[],
    isActive,
    createdAt: createdAt.toISOString(),
    oldSecretUntil: laterThan(reader.now, state.oldSecretUntil),
    failingSince: state.failingSince?.toISOString() ?? null,
    switchedOff: switchedOff(state),
    waiting,
    failed,
  }))
}

const laterThan = (now: Date, time: Date | null) => (time && time > now ? time.toISOString() : null)

type SwitchedOff = Pick<typeof webhooks.$inferSelect, 'switchedOffAt' | 'switchedOffReason'>

const switchedOff = ({ switchedOffAt: at, switchedOffReason: reason }: SwitchedOff): Webhook['switchedOff'] =>
  at && reason ? { at: at.toISOString(), reason } : null

/** The deliveries of a webhook, newest first. @throws DeskError `not_found`, `invalid_cursor` */
export async function listDeliveries(
  reader: Reader,
  { webhookId, status, limit, cursor }: z.output<typeof listDeliveriesInput>,
): Promise<Page<WebhookDelivery>> {
  requireGrant(reader, 'webhook.read')
  await readWebhook(reader, webhookId)
  const isOfStatus = status === 'all' ? undefined : eq(webhookDeliveries.status, status)
  const rows = await reader.db
    .select()
    .from(webhookDeliveries)
    .where(and(eq(webhookDeliveries.webhookId, webhookId), isOfStatus, before(webhookId, cursor)))
    .orderBy(desc(webhookDeliveries.createdAt), desc(webhookDeliveries.id))
    .limit(limit + 1)
  const shown = rows.slice(0, limit)
  const last = rows.length > limit ? shown.at(-1) : undefined
  const nextCursor = last ? writeCursor(listOf(webhookId), { value: last.createdAt.toISOString(), id: last.id }) : null
  return { items: shown.map(showDelivery), nextCursor }
}

const listOf = (webhookId: string) => `deliveries ${webhookId}`

function before(webhookId: string, cursor: string | undefined): SQL | undefined {
  if (cursor === undefined) return undefined
  const { value, id } = readCursor(listOf(webhookId), cursor, timeValue)
  return sql`(${webhookDeliveries.createdAt}, ${webhookDeliveries.id}) < (${value}::timestamptz, ${id}::uuid)`
}

export const showDelivery = (row: typeof webhookDeliveries.$inferSelect): WebhookDelivery => ({
  id: row.id,
  eventType: row.eventType as WebhookDelivery['eventType'],
  status: row.status,
  attempts: row.attempts,
  nextAttemptAt: row.nextAttemptAt?.toISOString() ?? null,
  responseStatus: row.responseStatus,
  response: row.response,
  payload: row.payload as WebhookPayload,
  createdAt: row.createdAt.toISOString(),
  deliveredAt: row.deliveredAt?.toISOString() ?? null,
})
