import { can } from '@gotrs/contract/permissions'
import { notices } from '@gotrs/db/tables/notices'
import { users } from '@gotrs/db/tables/people'
import { tickets } from '@gotrs/db/tables/tickets'
import { textToHtml } from '@gotrs/mail/body/text-to-html'
import { signAgentAddress } from '@gotrs/mail/reply-address'
import { and, asc, eq, sql } from 'drizzle-orm'
import { readActors } from '../accounts/read-actors.ts'
import type { UserActor } from '../kernel/actor.ts'
import type { StoredEvent } from '../kernel/events.ts'
import { reaction } from '../kernel/reaction.ts'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import { mailboxForTicket, type SendingMailbox } from '../mailboxes/mailbox-of.ts'
import { isOwnAddress, ownAddresses } from '../mailboxes/own-addresses.ts'
import { mayMailAutomatically } from '../outbound/caps.ts'
import { isWritten, newMessageId, writeMail } from '../outbound/write-mail.ts'
import { type News, type NewsEvent, newsOf } from './news.ts'

/** Mails the notices of an event to those who want their kind by mail. */
export const notifyStaff = reaction({
  name: 'notify_staff',
  on: ['message.received', 'note.added', 'note.mentioned', 'ticket.assigned', 'mail.failed', 'mail.keptAsDraft'],
  // `keepNotices` has written them in the same transaction. As a value: for `exists`, Postgres reads all notices and people.
  isWanted: ({
    id,
    type,
    ticketId,
  }) => sql`(${type} = 'mail.keptAsDraft' or coalesce((select true from ${notices} notice
    join ${users} reader on reader.id = notice.user_id
    where notice.ticket_id = ${ticketId} and notice.event_id = ${id} and notice.kind = any(reader.mailed_kinds) limit 1), false))`,
  async after(uow, event) {
    const [ticket] = event.ticketId ? await uow.db.select().from(tickets).where(eq(tickets.id, event.ticketId)) : []
    if (!ticket) return
    const agents = await readActors(uow.db, await readerIds(uow, event))
    for (const agent of agents.values()) await notify(uow, event, ticket, agent)
  },
})

type Ticket = typeof tickets.$inferSelect

/** In one order, because writing to an address locks it: two jobs never wait for each other. */
async function readerIds(uow: UnitOfWork, event: StoredEvent<NewsEvent>): Promise<string[]> {
  // Who wrote what was not sent has to know it, whatever notifications they chose.
  if (event.type === 'mail.keptAsDraft') return [event.payload.agentId]
  const rows = await uow.db
    .select({ id: notices.userId })
    .from(notices)
    .innerJoin(users, eq(users.id, notices.userId))
    .where(
      and(
        eq(notices.ticketId, event.ticketId ?? ''),
        eq(notices.eventId, event.id),
        sql`${notices.kind} = any(${users.mailedKinds})`,
      ),
    )
    .orderBy(asc(users.id))
  return rows.map(({ id }) => id)
}

async function notify(uow: UnitOfWork, event: StoredEvent<NewsEvent>, ticket: Ticket, agent: UserActor): Promise<void> {
  if (!(await mayGetNews(uow, ticket, agent))) return
  const dedupeKey = `notification:${event.id}:${agent.id}`
  if (await isWritten(uow, dedupeKey)) return
  const news = await newsOf(uow, event)
  if (!news || !(await mayMailAutomatically(uow, agent.email))) return
  await write(uow, { ticket, agent, news, dedupeKey })
}

type Notification = { ticket: Ticket; agent: UserActor; news: News; dedupeKey: string }

/** They may have lost the ticket since. A mail to the desk itself would be a loop. */
async function mayGetNews(uow: UnitOfWork, ticket: Ticket, agent: UserActor): Promise<boolean> {
  if (agent.role === 'customer' || !can(agent, 'ticket.readStaff', ticket)) return false
  return !isOwnAddress(await ownAddresses(uow.db), agent.email)
}

/**
 * It belongs to no ticket of the outbox: it must not delay the answers to the customer, nor be in the timeline. It
 * holds what was said in the ticket, so that its text goes once it was sent.
 */
async function write(uow: UnitOfWork, { ticket, agent, news, dedupeKey }: Notification): Promise<void> {
  const mailbox = await mailboxForTicket(uow, ticket)
  const replyAddress = signAgentAddress({
    mailboxAddress: mailbox.address,
    ticketId: ticket.id,
    ticketNumber: ticket.number,
    agentId: agent.id,
    audience: news.audience,
    issuedAt: uow.now,
    secret: uow.vault.replyKey,
  })
  const root = rootOf(uow, mailbox, ticket, agent)
  const text = textOf(news, `${uow.baseUrl}/agent/tickets/${ticket.number}`)
  await writeMail(uow, {
    purpose: 'notification',
    dedupeKey,
    mailbox,
    ticketId: null,
    aboutMessageId: null,
    messageId: newMessageId(uow, mailbox),
    from: { name: `${news.by} via ${mailbox.displayName}`, address: mailbox.address },
    reply: { name: mailbox.displayName, addressFor: () => replyAddress },
    to: [{ name: agent.name, address: agent.email }],
    subject: `[#${ticket.number}] ${ticket.title}`,
    text,
    html: textToHtml(text),
    inReplyTo: root,
    references: [root],
    autoSubmitted: 'auto-generated',
    // The empty sender: no machine answers it (RFC 3834, section 3.3).
    envelopeFrom: '',
    isSecret: true,
    attachments: [],
    date: uow.now,
  })
}

/** Of a mail that never was: all notifications of one ticket to one person are in one thread. */
const rootOf = (uow: UnitOfWork, mailbox: SendingMailbox, ticket: Ticket, agent: UserActor) =>
  newMessageId(uow, mailbox, `ticket-${ticket.id}-${agent.id}`)

const textOf = ({ head, text, whatReplyDoes, answerLine }: News, url: string): string =>
  [
    `--- ${answerLine} ---`,
    '',
    head,
    '',
    ...(text ? [text, ''] : []),
    `Open the ticket: ${url}`,
    whatReplyDoes,
    '',
  ].join('\n')
