import type { EventType } from '@gotrs/contract/events'
import type { WebhookPayload } from '@gotrs/contract/webhooks'
import { events } from '@gotrs/db/tables/events'
import { users } from '@gotrs/db/tables/people'
import { sql } from 'drizzle-orm'
import { isStaffActor } from '../kernel/actor.ts'
import type { Reader } from '../kernel/unit-of-work.ts'
import { payloadFor } from '../tickets/event-payload.ts'

type Row = {
  id: string
  type: EventType
  created_at: string
  ticket_id: string | null
  actor_kind: 'user' | 'system'
  actor_id: string | null
  name: string | null
  role: string | null
  data: Record<string, unknown>
}

/** Events as a webhook delivers them, in the order of the ids; the reader may know of all of them. */
export async function showEvents(reader: Reader, ids: readonly string[]): Promise<WebhookPayload[]> {
  if (ids.length === 0) return []
  const { rows } = await reader.db.execute<Row>(sql`
    select e.id, e.type, e.created_at, e.ticket_id, e.actor_kind, e.actor_id, coalesce(u.name, e.actor_name) as name, u.role,
      ${payloadFor(reader)} as data
    from ${events} e left join ${users} u on u.id = e.actor_id where e.id = any(${sql.param(ids)}::uuid[])`)
  const byId = new Map(rows.map(row => [row.id, row]))
  return ids.flatMap(id => byId.get(id) ?? []).map(row => showEvent(row, isStaffActor(reader.actor)))
}

/** Customers do not learn which staff member acted. */
function showEvent(row: Row, isForStaff: boolean): WebhookPayload {
  const hidesActor = !isForStaff && row.role !== 'customer'
  return {
    id: row.id,
    type: row.type,
    createdAt: new Date(row.created_at).toISOString(),
    ticketId: row.ticket_id,
    actor: {
      kind: row.actor_kind,
      id: hidesActor ? null : row.actor_id,
      name: hidesActor ? null : row.name,
    },
    data: row.data,
  }
}
