import type { EventType, TimelineEvent } from '@gotrs/contract/events'
import type { TicketDetail, TicketRefInput } from '@gotrs/contract/tickets'
import { events } from '@gotrs/db/tables/events'
import { outboundRecipients } from '@gotrs/db/tables/outbound-mails'
import { queues, users } from '@gotrs/db/tables/people'
import { tags, ticketFollowers, ticketLinks, ticketParticipants, tickets } from '@gotrs/db/tables/tickets'
import { type SQL, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { type AnswerFacts, answerFacts, answerTo } from '../conversation/answer-to.ts'
import { type StoredDraft, showDraft, storedDraft } from '../conversation/draft.ts'
import { type LatestMessages, latestMessages, showLatest } from '../conversation/show-messages.ts'
import { isStaffActor } from '../kernel/actor.ts'
import { jsonOf } from '../kernel/json-of.ts'
import { isStaffWhoMay } from '../kernel/people-scope.ts'
import { recordCheck } from '../kernel/permission-record.ts'
import { isGranted } from '../kernel/require-grant.ts'
import { preparedScope, scopeKind, scopeValues } from '../kernel/scopes.ts'
import { undoneBy } from '../kernel/undone.ts'
import type { Reader } from '../kernel/unit-of-work.ts'
import { payloadFor } from './event-payload.ts'
import { type Around, readRow, showTicket } from './shape.ts'

const messagesShown = 50
const eventsShown = 200

/**
 * One ticket with its latest messages and timeline, in one statement. Of other tickets it contains only what `around` may
 * see. @throws DeskError `not_found`
 */
export async function readTicket(
  reader: Reader,
  input: TicketRefInput,
  around: Reader = reader,
): Promise<TicketDetail> {
  const row = await readRow(reader, input.ticketId, aroundOf(around))
  const { staff, ...shown } = showTicket(reader, row)
  const { messages, events, answer, draft, followers, ...rest } = row.around as WhatIsAround
  const ofStaff = staff && {
    ...staff,
    answerTo: answerTo(answer),
    readAt: row.readAt?.toISOString() ?? null,
    followers,
    draft: showDraft(draft),
  }
  const isForStaff = isStaffActor(around.actor)
  return {
    ...shown,
    staff: ofStaff,
    messages: await showLatest(around, row.ticket.id, messages, messagesShown),
    events: showTimeline(events, isForStaff),
    ...rest,
  }
}

type WhatIsAround = Pick<TicketDetail, 'participants' | 'links'> & {
  messages: LatestMessages
  events: EventRow[]
  answer: AnswerFacts
  draft: StoredDraft | null
  followers: { id: string; name: string }[]
}
const linked = alias(tickets, 'linked')
const follower = alias(users, 'follower')

/** The messages, the timeline, the people in copy, the links, and what the reader writes. */
function aroundOf(reader: Reader): Around {
  const { actor } = reader
  recordCheck(actor, 'ticket.read')
  const mayWrite = actor.kind === 'user' && isGranted(reader, 'draft.use')
  const ticketId = sql`${tickets.id}`
  const isForStaff = isStaffActor(actor)
  const build = () =>
    jsonOf({
      messages: latestMessages(reader, ticketId, messagesShown),
      draft: mayWrite ? storedDraft(sql`${sql.placeholder('actorId')}`, ticketId) : sql`null`,
      events: sql`(select coalesce(json_agg(json_build_object('id', t.id, 'type', t.type, 'payload', t.payload, 'cause', t.cause, 'position', t.position, 'actorKind', t.actor_kind,
        'details', t.details, 'actorId', t.actor_id, 'systemName', t.actor_name, 'name', t.name, 'role', t.role, 'createdAt', t.created_at) order by t.created_at, t.id), '[]')
        from (${timelineSql(reader, ticketId)}) t)`,
      participants: sql`(select coalesce(json_agg(json_build_object('id', u.id, 'name', u.name, 'email', u.email) order by u.name), '[]')
        from ${ticketParticipants} p join ${users} u on u.id = p.user_id where p.ticket_id = ${ticketId})`,
      links: sql`(select coalesce(json_agg(json_build_object('kind', l.kind, 'ticketId', linked.id, 'number', linked.number, 'title', linked.title)
        order by linked.number, l.kind), '[]') from ${ticketLinks} l join ${tickets} linked on linked.id = l.linked_ticket_id
        where l.ticket_id = ${ticketId} and ${preparedScope(actor, 'ticket.read', linked)} and (${onlyIf(isForStaff)} or l.kind <> 'suggested'))`,
      followers: isForStaff ? followersOf(ticketId) : sql`'[]'::json`,
      answer: answerFacts(ticketId, sql`${tickets.customerId}`),
    })
  return { kind: `${scopeKind(actor)} ${mayWrite}`, build, values: scopeValues(actor) }
}

const followersOf = (ticketId: SQL) =>
  sql`(select coalesce(json_agg(json_build_object('id', follower.id, 'name', follower.name) order by f.since, follower.id), '[]')
    from ${ticketFollowers} f join ${users} follower on follower.id = f.user_id
    where f.ticket_id = ${ticketId} and ${isStaffWhoMay('ticket.readStaff', follower, tickets)})`

const onlyIf = (condition: boolean) => (condition ? sql`true` : sql`false`)

type EventRow = {
  id: string
  type: EventType
  payload: Record<string, unknown>
  cause: string[]
  position: number
  details: TimelineEvent['details'] | null
  actorKind: 'user' | 'system'
  actorId: string | null
  systemName: string | null
  name: string | null
  role: 'admin' | 'agent' | 'customer' | null
  createdAt: string
}

function timelineSql(reader: Reader, ticketId: SQL) {
  const isForStaff = isStaffActor(reader.actor)
  return sql`select e.id, e.type, ${payloadFor(reader, preparedScope)} as payload, ${detailsFor(isForStaff)} as details, e.cause, e.position, e.actor_kind, e.actor_id, e.actor_name, u.name, u.role, e.created_at
    from ${events} e left join ${users} u on u.id = e.actor_id
    where e.ticket_id = ${ticketId} and (${onlyIf(isForStaff)} or e.audience = 'customer')
    order by e.created_at desc, e.id desc limit ${sql.raw(String(eventsShown))}`
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

function showTimeline(rows: EventRow[], isForStaff: boolean): TimelineEvent[] {
  // The position reveals how much happens in the desk: an act is named by its first event.
  const acts = new Map(rows.toReversed().map(({ position, id }) => [position, id]))
  return rows.map(row => ({
    ...showEvent(row, isForStaff),
    staff: isForStaff ? { act: acts.get(row.position) ?? row.id, undoes: undoneBy(row) } : null,
  }))
}

/** Customers do not see which staff member acted. */
function showEvent(row: EventRow, isForStaff: boolean): Omit<TimelineEvent, 'staff'> {
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
