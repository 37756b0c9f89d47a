import type { NoticeKind } from '@gotrs/contract/notifications'
import { inboundMails } from '@gotrs/db/tables/inbound-mails'
import { messageMentions, messages } from '@gotrs/db/tables/messages'
import { notices } from '@gotrs/db/tables/notices'
import { users } from '@gotrs/db/tables/people'
import { ticketFollowers, tickets } from '@gotrs/db/tables/tickets'
import { sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import type { StoredEvent } from '../kernel/events.ts'
import { isStaffWhoMay } from '../kernel/people-scope.ts'
import { preparedSql } from '../kernel/prepared.ts'
import { reaction } from '../kernel/reaction.ts'

type NewsEvent = 'message.received' | 'note.added' | 'note.mentioned' | 'ticket.assigned' | 'mail.failed'

/** `onlyFor`: the one whom it is about; otherwise the assignee and the followers. */
type News = { kind: NoticeKind; messageId: string | null; onlyFor?: string }

/**
 * Who gets news of what: the one rule, from which the app shows its notices and the mails to staff are written. In the
 * transaction of the change, so that it decides by whose the ticket is then.
 */
export const keepNotices = reaction({
  name: 'keep_notices',
  on: ['message.received', 'note.added', 'note.mentioned', 'ticket.assigned', 'mail.failed', 'ticket.created'],
  statements: 1,
  async with({ sendLast }, events) {
    // Nobody follows a ticket before it is there, and its assignment is an event of its own.
    const created = new Set(events.flatMap(it => (it.type === 'ticket.created' ? [it.ticketId] : [])))
    const rows = events.flatMap(event => {
      if (event.type === 'ticket.created') return []
      const news = newsIn(event as StoredEvent<NewsEvent>)
      if (!news || (created.has(event.ticketId) && !news.onlyFor)) return []
      return [{ ...news, eventId: event.id, ticketId: event.ticketId, actorId: event.actorId, at: event.createdAt }]
    })
    if (rows.length > 0) sendLast(insertion.query({ rows: JSON.stringify(rows) }))
  },
})

function newsIn(event: StoredEvent<NewsEvent>): News | null {
  switch (event.type) {
    case 'message.received':
      return { kind: 'message', messageId: event.payload.messageId }
    case 'note.added':
      return { kind: 'note', messageId: event.payload.messageId }
    case 'note.mentioned':
      return { kind: 'mentioned', messageId: event.payload.messageId, onlyFor: event.payload.userId }
    case 'ticket.assigned':
      return event.payload.assigneeId === null
        ? null
        : { kind: 'assigned', messageId: null, onlyFor: event.payload.assigneeId }
    case 'mail.failed':
      return event.payload.messageId === null ? null : { kind: 'undelivered', messageId: event.payload.messageId }
  }
}

const person = alias(users, 'person')
const ticket = alias(tickets, 'ticket')

/**
 * Only for active staff who may read the ticket, and never of their own actions. An automatic answer, such as an
 * out-of-office note, is no news, nor is mail from before the mailbox was connected. Who is mentioned in a note gets that
 * news alone.
 */
const insertion = preparedSql(
  'insert_notices',
  () => sql`
  insert into ${notices} (user_id, event_id, kind, ticket_id, message_id, actor_id, created_at)
  select person.id, news."eventId", news.kind, ticket.id, news."messageId", coalesce(said.author_id, news."actorId"), news.at
  from jsonb_to_recordset(${sql.placeholder('rows')}::jsonb) as news("eventId" uuid, kind notice_kind, "ticketId" uuid,
    "messageId" uuid, "actorId" uuid, "onlyFor" uuid, at timestamptz)
  join ${tickets} ticket on ticket.id = news."ticketId"
  left join ${messages} said on said.id = news."messageId" and news.kind in ('message', 'note')
  left join ${inboundMails} mail on mail.id = said.inbound_mail_id
  cross join lateral (
    select coalesce(news."onlyFor", ticket.assignee_id) as id
    union select f.user_id from ${ticketFollowers} f where news."onlyFor" is null and f.ticket_id = ticket.id) reader
  -- Postgres takes what comes as JSON for a hundred rows: it would read all people instead of these.
  cross join lateral (select * from ${users} where ${users.id} = reader.id offset 0) person
  where person.id is distinct from news."actorId" and person.id is distinct from said.author_id
    and ${isStaffWhoMay('ticket.readStaff', person, ticket)}
    and mail.older is null and coalesce(mail.automatic_kind, 'no') not in ('out_of_office', 'auto_replied')
    and not (news.kind = 'note' and exists (select from ${messageMentions} mention
      where mention.message_id = news."messageId" and mention.user_id = person.id))
  on conflict do nothing`,
)
