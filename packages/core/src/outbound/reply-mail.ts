import { mailboxes } from '@gotrs/db/tables/mailboxes'
import { attachments, messages } from '@gotrs/db/tables/messages'
import { users } from '@gotrs/db/tables/people'
import { ticketParticipants, tickets } from '@gotrs/db/tables/tickets'
import type { OutgoingAttachment } from '@gotrs/mail/compose'
import type { MailAddress } from '@gotrs/mail/parsed-mail'
import { signReplyAddress, signReplyToken } from '@gotrs/mail/reply-address'
import { and, asc, eq } from 'drizzle-orm'
import { reaction } from '../kernel/reaction.ts'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import { mailboxForTicket, type SendingMailbox } from '../mailboxes/mailbox-of.ts'
import { isOwnAddress, ownAddresses } from '../mailboxes/own-addresses.ts'
import { replyBody } from './reply-body.ts'
import { earlierMessages, threadHeaders } from './thread-headers.ts'
import { isWritten, newMessageId, writeMail, writeUnsentMail } from './write-mail.ts'

/** What staff answered leaves as mail. */
export const writeReplyMail = reaction({
  name: 'write_reply_mail',
  on: ['message.sent'],
  async handle(uow, event) {
    const dedupeKey = `reply:${event.payload.messageId}`
    if (await isWritten(uow, dedupeKey)) return
    const reply = await loadReply(uow, event.payload.messageId)
    // A note never leaves the desk, whatever event says so.
    if (reply?.message.kind !== 'public' || !reply.message.isFromStaff) return
    await write(uow, reply, dedupeKey)
  },
})

type Reply = NonNullable<Awaited<ReturnType<typeof loadReply>>>

async function loadReply(uow: UnitOfWork, messageId: string) {
  const [row] = await uow.db
    .select({ message: messages, ticket: tickets, authorName: users.name })
    .from(messages)
    .innerJoin(tickets, eq(tickets.id, messages.ticketId))
    .innerJoin(users, eq(users.id, messages.authorId))
    .where(eq(messages.id, messageId))
  return row ?? null
}

async function write(uow: UnitOfWork, reply: Reply, dedupeKey: string): Promise<void> {
  const { message, ticket, authorName } = reply
  const readers = await readersOf(uow, reply)
  const { mailbox, isActive } = await senderOf(uow, ticket)
  const rfcMessageId = await messageIdOf(uow, reply, mailbox)
  const earlier = await earlierMessages(uow, message)
  const subject = earlier.length > 0 && !/^re:/i.test(ticket.title) ? `Re: ${ticket.title}` : ticket.title
  const facts = {
    purpose: 'reply' as const,
    dedupeKey,
    mailbox,
    ticketId: ticket.id,
    aboutMessageId: message.id,
    messageId: rfcMessageId,
    from: { name: `${authorName} from ${mailbox.displayName}`, address: mailbox.address },
    subject,
  }
  const obstacle = isActive ? (readers.to.length > 0 ? null : 'It goes to nobody but the desk itself.') : noMailbox
  if (obstacle) {
    const about = { ticketId: ticket.id, ticketVersion: ticket.version }
    const to = readers.to.length > 0 ? readers.to : readers.asked
    const unsent = { ...facts, to, cc: readers.cc, bcc: readers.bcc, text: message.text, envelopeFrom: '', about }
    return writeUnsentMail(uow, unsent, obstacle)
  }
  const claim = { ticketId: ticket.id, ticketNumber: ticket.number, secret: uow.vault.replyKey }
  const replyTo = signReplyAddress({ ...claim, mailboxAddress: mailbox.address })
  const body = replyBody({
    message,
    url: `${uow.baseUrl}/requests/${ticket.number}`,
    marker: signReplyToken(claim),
    business: mailbox.displayName,
    earlier: readers.areAllOfTicket ? earlier : [],
  })
  await writeMail(uow, {
    ...facts,
    replyTo: { name: mailbox.displayName, address: replyTo },
    // Bounces come back to the signed address and name the ticket (VERP).
    envelopeFrom: replyTo,
    to: readers.to,
    cc: readers.cc,
    bcc: readers.bcc,
    ...body,
    ...(await threadHeaders(uow, ticket.id, earlier)),
    attachments: await filesOf(uow, message.id),
    date: message.createdAt,
  })
}

const noMailbox = 'No mailbox of the desk was active. Switch one on, and answer again.'

/** Where none is active, an inactive one stands for it: the failure has to be kept somewhere. */
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

/** `asked`: those who were meant to get it, ourselves among them. */
type Readers = Record<'to' | 'cc' | 'bcc' | 'asked', MailAddress[]> & { areAllOfTicket: boolean }

/** Those whom the message names, or else the customer and those in copy of the ticket. Never ourselves. */
async function readersOf(uow: UnitOfWork, { message, ticket }: Reply): Promise<Readers> {
  const [customer] = await uow.db
    .select({ name: users.name, address: users.email })
    .from(users)
    .where(eq(users.id, ticket.customerId))
  const participants = await uow.db
    .select({ name: users.name, address: users.email })
    .from(ticketParticipants)
    .innerJoin(users, eq(users.id, ticketParticipants.userId))
    .where(and(eq(ticketParticipants.ticketId, ticket.id), eq(users.isActive, true)))
  const known = new Map([...participants, ...(customer ? [customer] : [])].map(it => [it.address.toLowerCase(), it]))
  const own = await ownAddresses(uow.db)
  const taken = new Set<string>()
  const people = (addresses: string[]): MailAddress[] =>
    [...new Set(addresses.map(it => it.toLowerCase()))]
      .filter(it => !isOwnAddress(own, it) && !taken.has(it))
      .map(it => {
        taken.add(it)
        return known.get(it) ?? { name: '', address: it }
      })
  // A first message to a customer names nobody: it goes to the customer and those in copy.
  const isAddressed = message.to.length > 0
  const named = isAddressed ? message.to : customer ? [customer.address] : []
  const to = people(named)
  const cc = people(isAddressed ? message.cc : participants.map(it => it.address))
  const bcc = people(message.bcc)
  const areAllOfTicket = [...to, ...cc, ...bcc].every(it => known.has(it.address.toLowerCase()))
  const asked = named.map(address => ({ name: '', address }))
  return to.length > 0 ? { to, cc, bcc, asked, areAllOfTicket } : { to: cc, cc: [], bcc, asked, areAllOfTicket }
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
