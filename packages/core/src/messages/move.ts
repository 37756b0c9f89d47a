import { DeskError } from '@gotrs/contract/errors'
import type { MovedMessage, MoveMessageInput } from '@gotrs/contract/messages'
import { inboundMails } from '@gotrs/db/tables/inbound-mails'
import { users } from '@gotrs/db/tables/people'
import { eq } from 'drizzle-orm'
import { isGranted } from '../kernel/require-grant.ts'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import { emitAbout } from '../tickets/change.ts'
import { insertTicket } from '../tickets/create-with-message.ts'
import { loadSeenTicket, type TicketRow } from '../tickets/load.ts'
import { requireStatus } from '../tickets/require-status.ts'
import { findMessage, type MessageRow } from './find-message.ts'
import { rejectAnswerToNote } from './for-staff-only.ts'
import { lockTickets, relocate } from './relocate.ts'

/**
 * A mail in the wrong ticket: to another one, or to a new one of its own. Its author gets no answers for that: they go
 * where the ticket's answers go. But as the author of a public message they may write to that ticket by mail. @throws DeskError `not_found`, `forbidden`, `ticket_changed`
 */
export async function moveMessage(
  uow: UnitOfWork,
  { messageId, version, to }: MoveMessageInput,
): Promise<MovedMessage> {
  const message = await findMessage(uow, messageId)
  requireNotHeld(message)
  const place = { ticketId: message.ticketId, version }
  if ('ticketId' in to) {
    await rejectAnswerToNote(uow, message)
    const tickets = await lockTickets(uow, place, to.ticketId)
    return relocate(uow, message, { ...tickets, isBack: false })
  }
  const source = await loadSeenTicket(uow, place, 'ticket.moveMessage')
  requireStatus(uow, 'moveMessage', source)
  const target = await newTicketFor(uow, message, source, to.title)
  return relocate(uow, message, { source, target, isBack: false })
}

/** What is held is decided on first: moving it would show it to the customer of the other ticket. */
function requireNotHeld({ kind }: MessageRow): void {
  if (kind !== 'held') return
  const reason = 'This mail is held: accept it, make it a ticket of its own, or reject it.'
  throw new DeskError('wrong_status', { noun: 'message', reason })
}

/** In the queue of the old ticket, so that the people who worked on it find it; only they may create it. */
export async function newTicketFor(uow: UnitOfWork, message: MessageRow, source: TicketRow, title: string | undefined) {
  const { queueId } = source
  const facts = { queueId, assigneeId: null, customerId: '', organisationId: null }
  if (!isGranted(uow, 'ticket.moveMessage', facts)) {
    throw new DeskError('forbidden', { action: 'ticket.moveMessage', queueId })
  }
  const head = {
    title: title ?? ((await subjectOf(uow, message)) || source.title),
    queueId,
    priority: source.priority,
    channel: message.channel,
    customerId: await customerOf(uow, message, source),
  }
  // Its conversation is read again, because it now has the message.
  const target = await insertTicket(uow, head, {
    waitingSince: null,
    lastCustomerMessageAt: null,
    lastMessageAt: null,
    lastMessagePreview: null,
    lastMessageAuthorId: null,
  })
  emitAbout(uow, target, 'ticket.created', { number: target.number, channel: target.channel })
  return target
}

/** A customer's own words are the customer's; our answer stays with whom it went to; a note is between staff. */
async function customerOf(uow: UnitOfWork, message: MessageRow, source: TicketRow): Promise<string> {
  if (message.kind !== 'public') return message.authorId
  const [author] = await uow.db.select({ role: users.role }).from(users).where(eq(users.id, message.authorId))
  return message.isFromStaff || author?.role !== 'customer' ? source.customerId : message.authorId
}

async function subjectOf(uow: UnitOfWork, message: MessageRow): Promise<string> {
  if (!message.inboundMailId) return ''
  const [mail] = await uow.db
    .select({ subject: inboundMails.subject })
    .from(inboundMails)
    .where(eq(inboundMails.id, message.inboundMailId))
  return mail?.subject ?? ''
}
