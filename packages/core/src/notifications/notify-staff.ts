import { can } from '@gotrs/contract/permissions'
import { users } from '@gotrs/db/tables/people'
import { tickets } from '@gotrs/db/tables/tickets'
import { textToHtml } from '@gotrs/mail/body/text-to-html'
import { signAgentAddress } from '@gotrs/mail/reply-address'
import { and, eq, sql } from 'drizzle-orm'
import { readActors } from '../accounts/read-actors.ts'
import type { UserActor } from '../kernel/actor.ts'
import { reaction } from '../kernel/reaction.ts'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import { mailboxForTicket, type SendingMailbox } from '../mailboxes/mailbox-of.ts'
import { isOwnAddress, ownAddresses } from '../mailboxes/own-addresses.ts'
import { mayMailAutomatically } from '../outbound/caps.ts'
import { isWritten, newMessageId, writeMail } from '../outbound/write-mail.ts'
import { type News, newsOf } from './news.ts'

/** Notifies the assignee by mail of what others did to the ticket, if the assignee wants that. Never of their own actions. */
export const notifyStaff = reaction({
  name: 'notify_staff',
  on: ['message.received', 'note.added', 'ticket.assigned', 'mail.failed', 'mail.keptAsDraft'],
  // Most tickets are nobody's when a message comes in. An assignment later is an event of its own.
  isWanted: ({ type, ticketId }) => sql`(${type} = 'mail.keptAsDraft' or exists (select from ${tickets} ticket
    join ${users} reader on reader.id = ticket.assignee_id where ticket.id = ${ticketId} and reader.is_mailed))`,
  async after(uow, event) {
    const [ticket] = event.ticketId ? await uow.db.select().from(tickets).where(eq(tickets.id, event.ticketId)) : []
    // Who wrote what was not sent has to know it, whatever notifications they chose.
    const isOwnDraft = event.type === 'mail.keptAsDraft'
    const readerId = isOwnDraft ? event.payload.agentId : ticket?.assigneeId
    if (!ticket || !readerId) return
    const agent = await readerOf(uow, ticket, readerId, isOwnDraft)
    const dedupeKey = `notification:${event.id}:${readerId}`
    if (!agent || (agent.id === event.actorId && !isOwnDraft) || (await isWritten(uow, dedupeKey))) return
    const news = await newsOf(uow, event, agent.id)
    if (!news || !(await mayMailAutomatically(uow, agent.email))) return
    await write(uow, { ticket, agent, news, dedupeKey })
  },
})

type Ticket = typeof tickets.$inferSelect

/** Active staff who want such mails and may still read the ticket. A mail to the desk itself would be a loop. */
async function readerOf(uow: UnitOfWork, ticket: Ticket, userId: string, isAlways: boolean): Promise<UserActor | null> {
  const [wants] = await uow.db
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.id, userId), isAlways ? undefined : eq(users.isMailed, true)))
  const agent = wants && (await readActors(uow.db, [userId])).get(userId)
  if (!agent || agent.role === 'customer' || !can(agent, 'ticket.readStaff', ticket)) return null
  return isOwnAddress(await ownAddresses(uow.db), agent.email) ? null : agent
}

type Notification = { ticket: Ticket; agent: UserActor; news: News; dedupeKey: string }

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
