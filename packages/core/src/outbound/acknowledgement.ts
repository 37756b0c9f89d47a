import { inboundMails } from '@gotrs/db/tables/inbound-mails'
import { mailboxes } from '@gotrs/db/tables/mailboxes'
import { messages } from '@gotrs/db/tables/messages'
import { users } from '@gotrs/db/tables/people'
import { ticketLinks, tickets } from '@gotrs/db/tables/tickets'
import { textToHtml } from '@gotrs/mail/body/text-to-html'
import { and, asc, eq, sql } from 'drizzle-orm'
import { readReplyTo } from '../conversation/answer-to.ts'
import { isUnreadAddress } from '../correspondents/unread-address.ts'
import type { StoredEvent } from '../kernel/events.ts'
import { prepared } from '../kernel/prepared.ts'
import { reaction } from '../kernel/reaction.ts'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import { activeMailbox, requireMailbox, type SendingMailbox } from '../mailboxes/mailbox-of.ts'
import { isOlderMail } from '../mailboxes/older-mail.ts'
import { isOwnAddress, ownAddressesInSql } from '../mailboxes/own-addresses.ts'
import { splitRule } from '../messages/split-held.ts'
import { type AcknowledgementLimits, acknowledgementLimits, isDeskUnderCap } from './caps.ts'
import { replyAddresses } from './reply-addresses.ts'
import { recordSuppressed, type SuppressionReason } from './suppressed.ts'
import { newMessageId, writeMail } from './write-mail.ts'

const hour = 60 * 60_000
const day = 24 * hour

/**
 * Says that a request has arrived, to the person who wrote it by mail or in the portal: once an hour at most where the
 * sender is proven, once a day where anybody may have written in that name, never where somebody else did, and never about
 * mail that is no news: older than a day, or than the desk's time with its mailbox.
 */
export const writeAcknowledgement = reaction({
  name: 'write_acknowledgement',
  on: ['ticket.created'],
  findsTicket: true,
  join: (uow, event) => acknowledge(uow, event, { mayWait: false }),
  async after(uow, event) {
    await acknowledge(uow, event, { mayWait: true })
  },
})

/** False where it would have to wait for other acknowledgements: near the limit of the desk they go one after the other. */
async function acknowledge(uow: UnitOfWork, event: Created, { mayWait }: { mayWait: boolean }): Promise<boolean> {
  const request = event.ticketId ? await loadRequest(uow, event.ticketId) : null
  if (!request || !isWanted(uow, event, request)) return true
  const mailbox = requireMailbox(request.mailbox)
  if (!mailbox.acknowledges) return true
  const reader = readerOf(event, request)
  const dedupeKey = keyOf(request)
  const acknowledgedMs = reader.isProven ? hour : day
  const limits = await acknowledgementLimits(uow, reader.address, { acknowledgedMs, dedupeKey })
  if (limits.isWritten) return true
  if (limits.isDeskNearCap && !mayWait) return false
  const suppression = await suppressionOf(uow, limits)
  await (suppression ? recordSuppressed(uow, suppression) : write(uow, request, { ...reader, dedupeKey, mailbox }))
  return true
}

type Request = NonNullable<Awaited<ReturnType<typeof loadRequest>>>

const loadRequest = async (uow: UnitOfWork, ticketId: string) => (await requestOf(uow.db, { ticketId }))[0] ?? null

/**
 * As the ledger found when the mail was filed. Its row says so only when this is committed: before that, reactions run in the
 * transaction only where a person wrote the mail.
 */
const isOfPerson = sql<boolean>`coalesce(${inboundMails.automaticKind} = 'no', ${inboundMails.state} = 'received')`

const requestOf = prepared('acknowledged_request', db =>
  db
    .select({
      ticket: tickets,
      customer: users,
      message: messages,
      mail: {
        isOfPerson,
        fromAddress: inboundMails.fromAddress,
        receivedAt: inboundMails.receivedAt,
        arrivedAt: inboundMails.arrivedAt,
        writtenAt: inboundMails.writtenAt,
        isOlder: isOlderMail,
        isAcknowledged: mailboxes.acknowledges,
      },
      /** The mailbox that answers the ticket. */
      mailbox: activeMailbox(tickets.id, tickets.queueId),
      own: ownAddressesInSql,
      // The mail in the first ticket that it reached.
      sameMailId: sql<string | null>`(select same.id from ${ticketLinks} link
        join ${tickets} first on first.id = link.linked_ticket_id and first.number < ${tickets.number}
        join ${messages} same on same.ticket_id = first.id and same.kind = 'public'
          and same.rfc_message_id = ${messages.rfcMessageId}
        where link.ticket_id = ${tickets.id} and link.kind = 'same_mail' order by first.number, same.id limit 1)`,
    })
    .from(tickets)
    .innerJoin(users, eq(users.id, tickets.customerId))
    .innerJoin(messages, and(eq(messages.ticketId, tickets.id), eq(messages.kind, 'public')))
    .leftJoin(inboundMails, eq(inboundMails.id, messages.inboundMailId))
    .leftJoin(mailboxes, eq(mailboxes.id, inboundMails.mailboxId))
    .where(eq(tickets.id, sql.placeholder('ticketId')))
    .orderBy(asc(messages.createdAt), asc(messages.id))
    .limit(1),
)

/** One mail is acknowledged once, however many queues it reached, and also where the first of them acknowledges nothing. */
const keyOf = ({ message, sameMailId }: Request) => `acknowledgement:${sameMailId ?? message.id}`

type Created = StoredEvent<'ticket.created'>

const isFromPortal = (event: Created, { customer }: Request) =>
  event.payload.channel === 'web' && event.actorId === customer.id

/** Proven in the portal by the login, in mail by the verdict on the sender. */
const isFromProvenSender = (event: Created, request: Request) =>
  isFromPortal(event, request) || request.message.senderVerdict === 'authenticated'

/** Who gets it. `isProven`: it is certainly who wrote, so that nothing is carried on to anybody else. */
type Recipient = { address: string; isProven: boolean }

/** An authenticated sender may name another address for it, but has not proven that it is theirs. */
function readerOf(event: Created, request: Request): Recipient {
  const { customer, message, own } = request
  const isProven = isFromProvenSender(event, request)
  const [elsewhere] = isProven
    ? readReplyTo(message.replyTo, own).filter(it => it !== customer.email.toLowerCase())
    : []
  return elsewhere ? { address: elsewhere, isProven: false } : { address: customer.email, isProven }
}

const rulesByHand = [splitRule, 'forwarded', 'by_hand']

function isWanted(uow: UnitOfWork, event: Created, request: Request): boolean {
  const { ticket, customer, message, mail, own } = request
  // What staff moved, filed or forwarded here was not written to be filed now: its writer waits for a person's answer.
  const isByHand = message.movedFromTicketId !== null || rulesByHand.includes(message.threadingRule ?? '')
  const isByCustomer = message.authorId === customer.id && !message.isFromStaff && !isByHand
  const isByMail = event.payload.channel === 'email'
  if (!isByCustomer || !(isByMail || isFromPortal(event, request))) return false
  // Somebody else wrote it: the person in whose name it came would get mail for the forger.
  if (message.senderVerdict === 'contradicted') return false
  // The sender of spam is forged, or would learn that somebody reads the address.
  if (ticket.spamReason !== null) return false
  if (!customer.isActive || customer.role !== 'customer' || isUnreadAddress(customer.email)) return false
  // It came through a form or list of ours, in which anybody can enter the address of anybody.
  if (isOwnAddress(own, customer.email) || isOwnAddress(own, mail?.fromAddress ?? '')) return false
  // A mail of an older desk, of which it is not known who wrote it, gets no answer.
  return !isByMail || (mail?.isOfPerson === true && mail.isAcknowledged === true && isNews(mail, uow.now))
}

type Times = { receivedAt: Date | null; arrivedAt: Date | null; writtenAt: Date | null; isOlder: boolean }

/**
 * No acknowledgement for a mail that was imported from another system, lay on the server while the desk was down, or
 * failed and was read again later. A sender who forges the date gets no acknowledgement, and nothing worse happens.
 */
function isNews({ receivedAt, arrivedAt, writtenAt, isOlder }: Times, now: Date): boolean {
  const times = [receivedAt, arrivedAt, writtenAt].filter(it => it !== null)
  return !isOlder && times.every(at => now.getTime() - at.getTime() <= day)
}

/** Which limit forbids it; null where none does. */
async function suppressionOf(uow: UnitOfWork, limits: AcknowledgementLimits): Promise<SuppressionReason | null> {
  if (!limits.isUnderCaps) return 'recipient_cap'
  if (limits.isAcknowledged) return 'sender_rate'
  return !limits.isDeskNearCap || (await isDeskUnderCap(uow)) ? null : 'desk_cap'
}

type Decided = Recipient & { mailbox: SendingMailbox; dedupeKey: string }

async function write(
  uow: UnitOfWork,
  request: Request,
  { address, isProven, mailbox, dedupeKey }: Decided,
): Promise<void> {
  const { ticket, customer, message } = request
  const title = ticket.title.replace(/^(?:re|fwd?):\s{0,9}/i, '')
  const text = [
    `Thank you for writing to ${mailbox.displayName}.`,
    'We received your request and will reply as soon as possible.',
    '',
    `To add something, reply to this mail, or open your request: ${uow.baseUrl}/requests/${ticket.number}`,
    '',
  ].join('\n')
  await writeMail(uow, {
    purpose: 'acknowledgement',
    dedupeKey,
    mailbox,
    ticketId: ticket.id,
    aboutMessageId: null,
    messageId: newMessageId(uow, mailbox),
    from: { name: mailbox.displayName, address: mailbox.address },
    reply: replyAddresses(uow, ticket, mailbox),
    // The text of a forger must not reach the person in whose name it was written.
    to: [{ name: isProven ? customer.name : '', address }],
    subject: isProven ? `We received your request: ${title}` : `We received your request #${ticket.number}`,
    text,
    html: textToHtml(text),
    inReplyTo: message.rfcMessageId,
    references: message.rfcMessageId ? [message.rfcMessageId] : [],
    autoSubmitted: 'auto-replied',
    // The empty sender: no machine answers it (RFC 3834, section 3.3).
    envelopeFrom: '',
    attachments: [],
    date: uow.now,
  })
}
