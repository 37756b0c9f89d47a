import { DeskError } from '@gotrs/contract/errors'
import type { RerouteInboundInput } from '@gotrs/contract/inbound'
import { queues } from '@gotrs/db/tables/people'
import { isWrittenByProgram } from '@gotrs/mail/automatic-kind'
import { returnPath } from '@gotrs/mail/return-path'
import { eq } from 'drizzle-orm'
import { insertMessage, type NewAttachment, type NewMessage } from '../../conversation/new-message.ts'
import { findOrCreateCorrespondent } from '../../correspondents/find-or-create.ts'
import type { UserActor } from '../../kernel/actor.ts'
import { missingReference } from '../../kernel/missing-reference.ts'
import type { UnitOfWork } from '../../kernel/unit-of-work.ts'
import { isOwnAddress, ownAddresses } from '../../mailboxes/own-addresses.ts'
import { isForStaffOnly } from '../../messages/for-staff-only.ts'
import { receiveOn } from '../../messages/receive.ts'
import { changeTicket, emitAbout } from '../../tickets/change.ts'
import { createTicketWithMessage } from '../../tickets/create-with-message.ts'
import { loadTicket, type TicketRow } from '../../tickets/load.ts'
import { automaticKind } from '../filing/automatic.ts'
import { claimOf } from '../filing/claim.ts'
import { newMessageOf, unreadMessageOf } from '../filing/message-of-mail.ts'
import { usableAddress } from '../filing/usable-address.ts'
import type { LedgerRow } from '../ledger/ledger-row.ts'
import { storable, storableLine } from '../ledger/storable.ts'
import type { ReadMail } from '../reading/read-mail.ts'

/** A mail as far as it can be read, with itself as a file, and why it cannot be read. */
export type HandedMail = { row: LedgerRow; read: ReadMail | null; whole: NewAttachment; why: string | null }

type FiledByHand = {
  ticketId: string
  version: number
  outcome: 'created' | 'appended'
  rule: string
  reason: string
}

const rule = 'by_hand'

/** The verdict on the sender does not matter here, because the admin decides where the mail belongs. */
export async function fileByHand(
  uow: UnitOfWork,
  actor: UserActor,
  mail: HandedMail,
  to: RerouteInboundInput['to'],
): Promise<FiledByHand> {
  const reason = `${actor.name} put it here by hand.`
  const own = await ownAddresses(uow.db)
  const found = writerOf(mail, own)
  const message = messageOf(mail, reason)
  const isAutomatic = isByProgram(mail)
  if ('queueId' in to) {
    if (!found) throw noWriter()
    return { ...(await openIn(uow, to.queueId, found, mail, message)), outcome: 'created', rule, reason }
  }
  const ticket = await loadTicket(uow, { ticketId: to.ticketId }, 'ticket.moveMessage')
  const isInternal = isForStaffOnly([...mail.row.envelopeTo, ...message.to, ...message.cc])
  if (!found || isInternal)
    return { ...(await addAsNote(uow, actor, ticket, mail, message)), outcome: 'appended', rule, reason }
  const author = await findOrCreateCorrespondent(uow, found)
  const received = await receiveOn(uow, ticket, { authorId: author.id, message, isAutomatic })
  const outcome = received.isFollowUp ? 'created' : 'appended'
  return { ticketId: received.ticketId, version: received.version, outcome, rule, reason }
}

type Writer = { email: string; name: string }

/**
 * The sender of the header, or the person that a form or list of ours names, else that of the envelope. Addresses of
 * the desk itself cannot be answered.
 */
function writerOf({ row, read }: HandedMail, own: string[]): Writer | null {
  const claim = read && claimOf(read.mail, own)
  const found: (Writer | null)[] = [
    claim && writer(claim.address, storableLine(claim.name)),
    read && writer(read.mail.from?.address ?? '', storableLine(read.mail.from?.name ?? '')),
    writer(row.fromAddress, row.fromName),
    writer(row.envelopeFrom ?? '', ''),
  ]
  return found.find(it => it !== null && !isOwnAddress(own, it.email)) ?? null
}

function writer(address: string, name: string): Writer | null {
  const email = usableAddress(address)
  return email === null ? null : { email, name }
}

const noWriter = () =>
  new DeskError('invalid_input', {
    issues: [
      {
        path: 'to.queueId',
        message: 'the mail has no address to answer, so it cannot become a ticket. Choose an existing ticket',
      },
    ],
  })

function isByProgram({ row, read }: HandedMail): boolean {
  if (!read) return false
  const kind = automaticKind(read.mail, row.envelopeFrom ?? returnPath(read.mail))
  return kind === 'bounce' || isWrittenByProgram(kind)
}

function messageOf({ row, read, whole, why }: HandedMail, reason: string): NewMessage {
  const message = read ? newMessageOf(row, read, read.attachments) : unreadMessageOf(row, whole, why)
  // The ledger does not keep whether an authenticated sender signed Reply-To: it counts as one that nobody signed.
  const replyTo = message.senderVerdict === 'authenticated' ? [] : message.replyTo
  return { ...message, replyTo, threading: { rule, reason, suggestedTicketId: null } }
}

async function openIn(
  uow: UnitOfWork,
  queueId: string,
  writer: Writer,
  { row, read }: HandedMail,
  message: NewMessage,
) {
  const [queue] = await uow.db.select({ id: queues.id }).from(queues).where(eq(queues.id, queueId))
  if (!queue) throw missingReference('queueId', 'queue')
  const customer = await findOrCreateCorrespondent(uow, writer)
  const { ticketId, version } = await createTicketWithMessage(uow, {
    title: storable(read?.mail.subject || row.subject),
    queueId,
    channel: 'email',
    customerId: customer.id,
    authorId: customer.id,
    message,
  })
  return { ticketId, version }
}

/** Of nobody: what it says is kept as a note of the one who put it here, with the mail itself. */
async function addAsNote(
  uow: UnitOfWork,
  actor: UserActor,
  ticket: TicketRow,
  { whole }: HandedMail,
  message: NewMessage,
) {
  const files = message.attachments.includes(whole) ? message.attachments : [...message.attachments, whole]
  const place = { ticketId: ticket.id, authorId: actor.id, isFromStaff: true }
  const messageId = await insertMessage(uow, place, {
    ...message,
    kind: 'note',
    senderVerdict: null,
    attachments: files,
  })
  const changed = changeTicket(uow, ticket, { patch: {}, isVisible: false })
  emitAbout(uow, changed, 'note.added', { messageId, channel: 'email' })
  return { ticketId: ticket.id, version: changed.version }
}
