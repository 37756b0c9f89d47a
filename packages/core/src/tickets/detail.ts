import { DeskError } from '@gotrs/contract/errors'
import type { EventType, TimelineEvent } from '@gotrs/contract/events'
import { grantOf } from '@gotrs/contract/permissions'
import type { TicketDetail, TicketRefInput } from '@gotrs/contract/tickets'
import { events } from '@gotrs/db/tables/events'
import { users } from '@gotrs/db/tables/people'
import { ticketLinks, ticketParticipants, tickets } from '@gotrs/db/tables/tickets'
import { and, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { isStaffActor } from '../kernel/actor.ts'
import { ticketScope } from '../kernel/scopes.ts'
import type { Reader } from '../kernel/unit-of-work.ts'
import { pageOfMessages } from '../messages/queries.ts'
import { refersTo } from './load.ts'
import { selectTickets, showTicket } from './shape.ts'

const messagesShown = 50
const eventsShown = 200

/**
 * One ticket with its latest messages and timeline, in three statements. What is told in them of other tickets is what
 * `around` may see of those. @throws DeskError `not_found`
 */
export async function readTicket(
  reader: Reader,
  input: TicketRefInput,
  around: Reader = reader,
): Promise<TicketDetail> {
  const where = and(refersTo(input.ticketId), ticketScope(reader.actor, 'ticket.read'))
  const [row] = await selectTickets(reader).where(where)
  if (!row) throw new DeskError('not_found', { noun: 'ticket' })
  return {
    ...showTicket(reader, row),
    messages: await pageOfMessages(around, row.ticket.id, messagesShown),
    ...(await readAround(around, row.ticket.id)),
  }
}

type Around = Pick<TicketDetail, 'participants' | 'links'>
const linked = alias(tickets, 'linked')
const other = alias(tickets, 'other')

/** The timeline, the people in copy and the links: one statement. */
async function readAround(reader: Reader, ticketId: string): Promise<Around & { events: TimelineEvent[] }> {
  const isForStaff = isStaffActor(reader.actor)
  const [found] = await reader.db
    .select({
      events: sql<
        EventRow[]
      >`(select coalesce(json_agg(json_build_object('id', t.id, 'type', t.type, 'payload', t.payload, 'actorKind', t.actor_kind,
        'actorId', t.actor_id, 'systemName', t.actor_name, 'name', t.name, 'role', t.role, 'createdAt', t.created_at) order by t.created_at, t.id), '[]')
        from (${timelineSql(reader, ticketId)}) t)`,
      participants: sql<
        Around['participants']
      >`(select coalesce(json_agg(json_build_object('id', u.id, 'name', u.name, 'email', u.email) order by u.name), '[]')
        from ${ticketParticipants} p join ${users} u on u.id = p.user_id where p.ticket_id = ${ticketId})`,
      links: sql<
        Around['links']
      >`(select coalesce(json_agg(json_build_object('kind', l.kind, 'ticketId', linked.id, 'number', linked.number, 'title', linked.title)
        order by linked.number), '[]') from ${ticketLinks} l join ${tickets} linked on linked.id = l.linked_ticket_id
        where l.ticket_id = ${ticketId} and ${ticketScope(reader.actor, 'ticket.read', linked)} and (${isForStaff} or l.kind <> 'suggested'))`,
    })
    .from(sql`(select 1) as one`)
  if (!found) throw new DeskError('not_found', { noun: 'ticket' })
  return { ...found, events: found.events.map(row => showEvent(row, isForStaff)) }
}

type EventRow = {
  id: string
  type: EventType
  payload: Record<string, unknown>
  actorKind: 'user' | 'system'
  actorId: string | null
  systemName: string | null
  name: string | null
  role: 'admin' | 'agent' | 'customer' | null
  createdAt: string
}

function timelineSql(reader: Reader, ticketId: string) {
  const isForStaff = isStaffActor(reader.actor)
  return sql`select e.id, e.type, ${payloadFor(reader)} as payload, e.actor_kind, e.actor_id, e.actor_name, u.name, u.role, e.created_at
    from ${events} e left join ${users} u on u.id = e.actor_id
    where e.ticket_id = ${ticketId} and (${isForStaff} or e.audience = 'customer')
    order by e.created_at desc, e.id desc limit ${eventsShown}`
}

/** What is told of another ticket that the reader may not see (any more, or at all) is left out: its id and its number. */
function payloadFor({ actor }: Reader) {
  if (actor.kind === 'system' || grantOf(actor.role, 'ticket.read') === 'any') return sql`e.payload`
  return sql`e.payload - array(select unnest(array[named.ticket, named.number])
    from (values ('linkedTicketId', 'linkedNumber'), ('fromTicketId', 'fromNumber'), ('toTicketId', 'toNumber')) named (ticket, number)
    where e.payload ? named.ticket and not exists (select 1 from ${tickets} other
      where other.id = (e.payload ->> named.ticket)::uuid and ${ticketScope(actor, 'ticket.read', other)}))`
}

/** Customers are not told which staff member acted. */
function showEvent(row: EventRow, isForStaff: boolean): TimelineEvent {
  const hidesActor = !isForStaff && row.role !== 'customer'
  return {
    id: row.id,
    type: row.type,
    payload: row.payload,
    actor: {
      kind: row.actorKind,
      id: hidesActor ? null : row.actorId,
      name: hidesActor ? null : (row.name ?? row.systemName),
    },
    createdAt: new Date(row.createdAt).toISOString(),
  }
}
