import { DeskError } from '@gotrs/contract/errors'
import type { EventType, TimelineEvent } from '@gotrs/contract/events'
import type { TicketDetail, TicketRefInput } from '@gotrs/contract/tickets'
import { events } from '@gotrs/db/tables/events'
import { outboundRecipients } from '@gotrs/db/tables/outbound-mails'
import { queues, users } from '@gotrs/db/tables/people'
import { tags, ticketLinks, ticketParticipants, tickets } from '@gotrs/db/tables/tickets'
import { sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { type AnswerFacts, answerFacts, answerTo } from '../conversation/answer-to.ts'
import { type StoredDraft, showDraft, storedDraft } from '../conversation/draft.ts'
import { pageOfMessages } from '../conversation/show-messages.ts'
import { isStaffActor } from '../kernel/actor.ts'
import { isGranted } from '../kernel/require-grant.ts'
import { scopeKind, ticketScope } from '../kernel/scopes.ts'
import type { Reader } from '../kernel/unit-of-work.ts'
import { payloadFor } from './event-payload.ts'
import type { TicketRow } from './load.ts'
import { readRow, showTicket } from './shape.ts'

const messagesShown = 50
const eventsShown = 200

/**
 * One ticket with its latest messages and timeline, in three statements. Of other tickets it contains only what `around`
 * may see. @throws DeskError `not_found`
 */
export async function readTicket(
  reader: Reader,
  input: TicketRefInput,
  around: Reader = reader,
): Promise<TicketDetail> {
  const row = await readRow(reader, input.ticketId)
  const { staff, ...shown } = showTicket(reader, row)
  const messages = await pageOfMessages(around, row.ticket.id, messagesShown)
  const { answer, draft, ...rest } = await readAround(around, row.ticket)
  const ofStaff = staff && {
    ...staff,
    answerTo: answerTo(answer),
    readAt: row.readAt?.toISOString() ?? null,
    draft: showDraft(draft),
  }
  return { ...shown, staff: ofStaff, messages, ...rest }
}

type Around = Pick<TicketDetail, 'participants' | 'links'>
const linked = alias(tickets, 'linked')

/** The timeline, the people in copy and the links: one statement. */
async function readAround(
  reader: Reader,
  { id: ticketId, customerId }: TicketRow,
): Promise<Around & { events: TimelineEvent[]; answer: AnswerFacts; draft: StoredDraft | null }> {
  const { actor } = reader
  const isForStaff = isStaffActor(actor)
  const mayWrite = actor.kind === 'user' && isGranted(reader, 'draft.use')
  const [found] = await reader.db
    .select({
      draft: mayWrite ? storedDraft(sql`${actor.id}`, sql`${ticketId}`) : sql<null>`null`,
      events: sql<
        EventRow[]
      >`(select coalesce(json_agg(json_build_object('id', t.id, 'type', t.type, 'payload', t.payload, 'actorKind', t.actor_kind,
        'details', t.details, 'actorId', t.actor_id, 'systemName', t.actor_name, 'name', t.name, 'role', t.role, 'createdAt', t.created_at) order by t.created_at, t.id), '[]')
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
      answer: answerFacts(sql`${ticketId}`, sql`${customerId}`),
    })
    .from(sql`(select 1) as one`)
    .prepare(`around_ticket_${scopeKind(actor)}${mayWrite ? '_with_draft' : ''}`)
    .execute()
  if (!found) throw new DeskError('not_found', { noun: 'ticket' })
  return { ...found, events: found.events.map(row => showEvent(row, isForStaff)) }
}

type EventRow = {
  id: string
  type: EventType
  payload: Record<string, unknown>
  details: TimelineEvent['details'] | null
  actorKind: 'user' | 'system'
  actorId: string | null
  systemName: string | null
  name: string | null
  role: 'admin' | 'agent' | 'customer' | null
  createdAt: string
}

function timelineSql(reader: Reader, ticketId: string) {
  const isForStaff = isStaffActor(reader.actor)
  return sql`select e.id, e.type, ${payloadFor(reader)} as payload, ${detailsFor(isForStaff)} as details, e.actor_kind, e.actor_id, e.actor_name, u.name, u.role, e.created_at
    from ${events} e left join ${users} u on u.id = e.actor_id
    where e.ticket_id = ${ticketId} and (${isForStaff} or e.audience = 'customer')
    order by e.created_at desc, e.id desc limit ${eventsShown}`
}

/** Events hold no text: it is read where their ids lead, and is gone when that is. */
function detailsFor(isForStaff: boolean) {
  if (!isForStaff) return sql`'{}'::json`
  return sql`json_strip_nulls(json_build_object(
    'tag', (select tag.name from ${tags} tag where tag.id = ${idIn('tagId')}),
    'person', (select coalesce(nullif(person.name, ''), person.email::text) from ${users} person
      where person.id = coalesce(${idIn('userId')}, ${idIn('assigneeId')}, ${idIn('agentId')})),
    'queue', (select queue.name from ${queues} queue where queue.id = ${idIn('queueId')}),
    'previousQueue', (select queue.name from ${queues} queue where queue.id = ${idIn('previousQueueId')}),
    'address', (select string_agg(r.address::text, ', ' order by r.address) ${failedRecipients}),
    'response', (select string_agg(distinct r.response, ' ') ${failedRecipients})))`
}

const idIn = (key: string) => sql`(e.payload ->> ${sql.raw(`'${key}'`)})::uuid`

const failedRecipients = sql`from ${outboundRecipients} r
  where e.type = 'mail.failed' and r.mail_id = ${idIn('mailId')} and r.status = 'failed'`

/** Customers do not see which staff member acted. */
function showEvent(row: EventRow, isForStaff: boolean): TimelineEvent {
  const hidesActor = !isForStaff && row.role !== 'customer'
  return {
    id: row.id,
    type: row.type,
    payload: row.payload,
    details: row.details ?? {},
    actor: {
      kind: row.actorKind,
      id: hidesActor ? null : row.actorId,
      name: hidesActor ? null : (row.name ?? row.systemName),
    },
    createdAt: new Date(row.createdAt).toISOString(),
  }
}
