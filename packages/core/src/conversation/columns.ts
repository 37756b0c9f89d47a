import { events } from '@gotrs/db/tables/events'
import { inboundMails } from '@gotrs/db/tables/inbound-mails'
import { messages } from '@gotrs/db/tables/messages'
import { users } from '@gotrs/db/tables/people'
import { tickets } from '@gotrs/db/tables/tickets'
import { programKinds } from '@gotrs/mail/automatic-kind'
import { and, desc, eq, inArray, type SQL, sql } from 'drizzle-orm'
import { isUndoneSql } from '../kernel/undone.ts'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import { previewOf } from './new-message.ts'
import { writtenOutsideRule } from './written-outside.ts'

/** What lists show of a ticket's conversation. The verbs keep it by hand, as they know what they add. */
export type ConversationColumns = Pick<
  typeof tickets.$inferSelect,
  'waitingSince' | 'lastCustomerMessageAt' | 'lastMessageAt' | 'lastMessagePreview' | 'lastMessageAuthorId'
>

/** The same, read again from the messages, for verbs that change the conversation at another place than its end. */
export async function conversationColumns(
  uow: UnitOfWork,
  ticket: { id: string; status: string },
): Promise<ConversationColumns> {
  const isWaiting = ticket.status === 'new' || ticket.status === 'open'
  return {
    ...(await lastMessage(uow, ticket.id)),
    lastCustomerMessageAt: await customerSpoke(uow, ticket.id, 'last'),
    waitingSince: isWaiting ? await customerSpoke(uow, ticket.id, 'since_answer') : null,
  }
}

async function lastMessage(uow: UnitOfWork, ticketId: string) {
  const [last] = await uow.db
    .select({ at: messages.createdAt, authorId: messages.authorId, text: sql<string>`left(${messages.text}, 1000)` })
    .from(messages)
    .where(and(eq(messages.ticketId, ticketId), eq(messages.kind, 'public')))
    .orderBy(desc(messages.createdAt), desc(messages.id))
    .limit(1)
  return {
    lastMessageAt: last?.at ?? null,
    lastMessagePreview: last ? previewOf(last.text) : null,
    lastMessageAuthorId: last?.authorId ?? null,
  }
}

/**
 * When a customer last spoke, or first since staff answered or called it done: a mail by when it was filed, since
 * nobody read it before, at any place. Who reopens a ticket speaks too; what a program wrote makes nobody wait, and
 * neither does old mail, which counts by its place where it was asked for as open.
 */
async function customerSpoke(uow: UnitOfWork, ticketId: string, which: 'last' | 'since_answer'): Promise<Date | null> {
  const at = which === 'last' ? lastSpoke(ticketId) : firstUnanswered(ticketId)
  const [found] = await uow.db
    .select({ at: sql<Date | null>`${at}`.mapWith(tickets.createdAt) })
    .from(sql`(select 1) as one`)
  return found?.at ?? null
}

const programs = sql.join(
  programKinds.map(kind => sql`${kind}`),
  sql`, `,
)

const written = (ticketId: string | typeof tickets.id) => sql`from ${messages} m
  left join ${inboundMails} mail on mail.id = m.inbound_mail_id
  where m.ticket_id = ${ticketId} and m.kind = 'public' and not m.is_from_staff
    and coalesce(mail.automatic_kind, 'no') not in (${programs})`

/** Are some of these messages in the ticket and a customer's own words, written now rather than taken over as old mail? */
export const hasCustomersWords = (ticketId: typeof tickets.id, messageIds: string[]): SQL =>
  sql`exists (select ${written(ticketId)} and mail.older is null and ${inArray(sql`m.id`, messageIds)})`

const lastSpoke = (ticketId: string) => sql`(select max(case when mail.older is null
  then coalesce(mail.processed_at, m.created_at) else m.created_at end)
  ${written(ticketId)} and mail.older is distinct from 'closed')`

function firstUnanswered(ticketId: string) {
  const spoke = sql`select coalesce(mail.processed_at, m.created_at) as at, m.created_at as place
    ${written(ticketId)} and mail.older is null
    union all select e.created_at, e.created_at from ${events} e join ${users} u on u.id = e.actor_id
    where e.ticket_id = ${ticketId} and e.type = 'ticket.reopened' and u.role = 'customer'
      and not ${isUndoneSql(ticketId)}`
  const answered = sql`select max(at) from (
    select m.created_at as at from ${messages} m
      where m.ticket_id = ${ticketId} and m.kind = 'public' and m.is_from_staff
        and m.threading_rule is distinct from ${writtenOutsideRule}
    union all select e.created_at from ${events} e
      where e.ticket_id = ${ticketId} and e.type in ('ticket.resolved', 'ticket.closed')
        and not ${isUndoneSql(ticketId)}) done`
  return sql`(select min(at) from (${spoke}) spoke
    where at > coalesce((${answered}), '-infinity'::timestamptz) and not exists (${answeredOutside(ticketId)}))`
}

/** Who answers in another mail program has read what was written before, also where it came here only later. */
const answeredOutside = (ticketId: string) => sql`select from ${messages} o
  join ${inboundMails} copy on copy.id = o.inbound_mail_id
  where o.ticket_id = ${ticketId} and o.kind = 'public' and o.is_from_staff
    and o.threading_rule = ${writtenOutsideRule} and copy.older is null and o.created_at > spoke.place
    and coalesce(copy.processed_at, 'infinity') >= spoke.at`
