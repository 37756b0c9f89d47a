import { mailboxes } from '@gotrs/db/tables/mailboxes'
import { attachments, messages } from '@gotrs/db/tables/messages'
import { users } from '@gotrs/db/tables/people'
import { tickets } from '@gotrs/db/tables/tickets'
import type { OutgoingAttachment } from '@gotrs/mail/compose'
import { foreignTokens, withTokens } from '@gotrs/mail/foreign-tokens'
import { asc, eq } from 'drizzle-orm'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import { mailboxForTicket, type SendingMailbox } from '../mailboxes/mailbox-of.ts'
import { replyAddresses } from './reply-addresses.ts'
import { replyBody } from './reply-body.ts'
import { readersOf } from './reply-readers.ts'
import { type EarlierMessage, earlierMessages, threadHeaders } from './thread-headers.ts'
import { type MailToWrite, newMessageId, type UnsentMail } from './write-mail.ts'

export type Reply = NonNullable<Awaited<ReturnType<typeof loadReply>>>

export async function loadReply(uow: UnitOfWork, messageId: string) {
  const [row] = await uow.db
    .select({ message: messages, ticket: tickets, authorName: users.name })
    .from(messages)
    .innerJoin(tickets, eq(tickets.id, messages.ticketId))
    .innerJoin(users, eq(users.id, messages.authorId))
    .where(eq(messages.id, messageId))
  return row ?? null
}

export type Obstacle = { code: 'mailbox_unusable' | 'no_recipient'; reason: string }
/** A mail that can be sent, or the reason why it cannot. */
export type ReplyLetter = { mail: MailToWrite } | { unsent: UnsentMail; obstacle: Obstacle }

/** A reply of staff as a mail. */
export async function replyLetter(uow: UnitOfWork, reply: Reply, dedupeKey: string): Promise<ReplyLetter> {
  const { message, ticket, authorName } = reply
  const readers = await readersOf(uow, reply)
  const { mailbox, isActive } = await senderOf(uow, ticket)
  const earlier = await earlierMessages(uow, message)
  const facts = {
    purpose: 'reply' as const,
    dedupeKey,
    mailbox,
    ticketId: ticket.id,
    aboutMessageId: message.id,
    messageId: await messageIdOf(uow, reply, mailbox),
    from: { name: `${authorName} from ${mailbox.displayName}`, address: mailbox.address },
    subject: subjectOf(ticket, earlier),
  }
  const obstacle = !isActive ? noMailbox : readers.areOurselves ? onlyOurselves : null
  if (obstacle) {
    const about = { ticketId: ticket.id, ticketVersion: ticket.version }
    const { to, cc, bcc } = readers
    return { unsent: { ...facts, to, cc, bcc, text: message.text, envelopeFrom: '', about }, obstacle }
  }
  const body = replyBody({
    message,
    url: readers.areCustomerAlone ? `${uow.baseUrl}/requests/${ticket.number}` : null,
    business: mailbox.displayName,
    signature: await signatureOf(uow, mailbox),
    agentName: authorName,
    earlier: readers.areAllOfTicket ? earlier : [],
  })
  const mail: MailToWrite = {
    ...facts,
    reply: replyAddresses(uow, ticket, mailbox),
    envelopeFrom: mailbox.address,
    to: readers.to,
    cc: readers.cc,
    bcc: readers.bcc,
    ...body,
    ...(await threadHeaders(uow, ticket.id, earlier)),
    attachments: await filesOf(uow, message.id),
    date: message.createdAt,
  }
  return { mail }
}

/** With the tokens by which the other side's own ticket system knows the conversation. */
function subjectOf({ title, number }: Reply['ticket'], earlier: EarlierMessage[]): string {
  const subject = earlier.length > 0 && !/^re:/i.test(title) ? `Re: ${title}` : title
  const theirs = earlier.find(it => !it.isFromStaff && it.subject !== null)?.subject ?? ''
  return withTokens(
    subject,
    foreignTokens(theirs, it => it === number),
  )
}

const noMailbox: Obstacle = {
  code: 'mailbox_unusable',
  reason: 'No mailbox is active. Activate a mailbox and send again.',
}

const onlyOurselves: Obstacle = { code: 'no_recipient', reason: 'All recipients are addresses of GOTRS mailboxes.' }

/** Without an active mailbox an inactive one is used, because the failure has to be stored somewhere. */
async function senderOf(
  uow: UnitOfWork,
  ticket: { id: string; queueId: string },
): Promise<{ mailbox: SendingMailbox; isActive: boolean }> {
  try {
    return { mailbox: await mailboxForTicket(uow, ticket), isActive: true }
  } catch (error) {
    const { id, address, displayName } = mailboxes
    const [mailbox] = await uow.db.select({ id, address, displayName }).from(mailboxes).orderBy(asc(id)).limit(1)
    if (!mailbox) throw error
    return { mailbox, isActive: false }
  }
}

async function signatureOf(uow: UnitOfWork, { id }: SendingMailbox): Promise<string> {
  const [row] = await uow.db.select({ signature: mailboxes.signature }).from(mailboxes).where(eq(mailboxes.id, id))
  return row?.signature ?? ''
}

/** The message's own, or one made from its id. */
async function messageIdOf(uow: UnitOfWork, { message }: Reply, mailbox: SendingMailbox): Promise<string> {
  if (message.rfcMessageId) return message.rfcMessageId
  const rfcMessageId = newMessageId(uow, mailbox, message.id)
  await uow.db.update(messages).set({ rfcMessageId }).where(eq(messages.id, message.id))
  return rfcMessageId
}

async function filesOf(uow: UnitOfWork, messageId: string): Promise<OutgoingAttachment[]> {
  const rows = await uow.db
    .select()
    .from(attachments)
    .where(eq(attachments.messageId, messageId))
    .orderBy(asc(attachments.createdAt), asc(attachments.id))
  const files: OutgoingAttachment[] = []
  for (const row of rows) {
    const inline = row.isInline && row.contentId ? { contentId: row.contentId } : {}
    files.push({
      filename: row.filename,
      contentType: row.contentType,
      content: await uow.blobs.read(row.blobKey),
      ...inline,
    })
  }
  return files
}
