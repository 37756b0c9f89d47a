import { statusAfterReply } from '@gotrs/contract/workflow'
import { inboundMails } from '@gotrs/db/tables/inbound-mails'
import { queues } from '@gotrs/db/tables/people'
import { ticketParticipants } from '@gotrs/db/tables/tickets'
import { isWrittenByProgram } from '@gotrs/mail/automatic-kind'
import { eq } from 'drizzle-orm'
import { insertMessage, type NewMessage, placeIn, previewOf } from '../conversation/new-message.ts'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import { changeTicket, emitAbout } from '../tickets/change.ts'
import { openFollowUp } from '../tickets/follow-up.ts'
import { loadTicket, type TicketRow } from '../tickets/load.ts'
import { unassignIfUnreachable } from '../tickets/unassign.ts'
import type { MessageRow } from './find-message.ts'
import { keepVisible } from './keep-visible.ts'

export type Received = {
  ticketId: string
  ticketNumber: number
  messageId: string
  version: number
  isFollowUp: boolean
}

type Input = {
  ticketId: string
  authorId: string
  message: NewMessage
  /** An automatic answer, such as an out-of-office note: it joins the ticket, but reopens nothing and starts no waiting time. */
  isAutomatic: boolean
  /** Which header of its mail says that it is spam: marks the follow-up that it may start. */
  spamReason?: string | null
}

/**
 * What came in for a ticket, by mail or from the portal: appended; a resolved ticket reopens, a closed one too or it gets
 * a follow-up, as its queue has it.
 */
export async function receiveMessage(uow: UnitOfWork, input: Input): Promise<Received> {
  return receiveOn(uow, await loadTicket(uow, input, 'ticket.reply'), input)
}

/** For verbs that hold the ticket already. */
export async function receiveOn(uow: UnitOfWork, ticket: TicketRow, given: Omit<Input, 'ticketId'>): Promise<Received> {
  const input = { ...given, message: await keepVisible(uow, ticket, given.message) }
  const { older } = input.message
  // Older mail goes to its place in the conversation, and does not change the current state of the ticket.
  const isSilent = input.isAutomatic || Boolean(older)
  const status = isSilent ? ticket.status : await statusAfterCustomer(uow, ticket)
  if (status === 'closed' && !isSilent) {
    const participantIds = await participantsOf(uow, ticket.id)
    const opened = await openFollowUp(uow, ticket, { ...input, participantIds })
    return { ...opened, isFollowUp: true }
  }
  const place = { ticketId: ticket.id, authorId: input.authorId, isFromStaff: false }
  const messageId = await insertMessage(uow, place, input.message)
  let changed = changeTicket(uow, ticket, { patch: patchOf(uow, ticket, input, status), isVisible: !older })
  emitAbout(uow, changed, 'message.received', { messageId, channel: input.message.channel })
  if (status !== ticket.status) emitAbout(uow, changed, 'ticket.reopened', { previousStatus: ticket.status })
  if (ticket.status === 'closed' && changed.status === 'open') changed = await unassignIfUnreachable(uow, changed)
  return { ticketId: ticket.id, ticketNumber: ticket.number, messageId, version: changed.version, isFollowUp: false }
}

/** By the workflow table; `closed` where a follow-up takes the message. */
export async function statusAfterCustomer(uow: UnitOfWork, ticket: TicketRow): Promise<TicketRow['status']> {
  if (ticket.status !== 'closed') return statusAfterReply('customer', ticket.status)
  const [queue] = await uow.db
    .select({ closedReply: queues.closedReply })
    .from(queues)
    .where(eq(queues.id, ticket.queueId))
  return statusAfterReply('customer', ticket.status, queue?.closedReply)
}

function patchOf(uow: UnitOfWork, ticket: TicketRow, input: Omit<Input, 'ticketId'>, status: TicketRow['status']) {
  const last = { ...lastColumns(uow, ticket, input), isHeld: false }
  if (input.isAutomatic || input.message.older) return last
  // Wherever its place is, it is new: staff see it as unread, and its sender waits from now on.
  const reopened = status !== ticket.status ? { status, resolvedAt: null, closedAt: null } : {}
  return { ...last, ...reopened, lastCustomerMessageAt: uow.now, waitingSince: ticket.waitingSince ?? uow.now }
}

/** The last message that lists show for a ticket: this one, unless another one is later. */
export function lastColumns(
  uow: UnitOfWork,
  { lastMessageAt }: TicketRow,
  { message, authorId }: Pick<Input, 'message' | 'authorId'>,
) {
  const place = placeIn(uow, message)
  if (lastMessageAt !== null && place < lastMessageAt) return {}
  return { lastMessageAt: place, lastMessagePreview: previewOf(message.text), lastMessageAuthorId: authorId }
}

/** Of the mail that the message came in by: did a program write it, and was it asked for as old mail? */
export async function mailBehind(uow: UnitOfWork, { inboundMailId }: MessageRow) {
  if (!inboundMailId) return { isByProgram: false, older: null }
  const [mail] = await uow.db
    .select({ kind: inboundMails.automaticKind, older: inboundMails.older })
    .from(inboundMails)
    .where(eq(inboundMails.id, inboundMailId))
  const kind = (mail?.kind ?? 'no') as Parameters<typeof isWrittenByProgram>[0]
  return { isByProgram: isWrittenByProgram(kind), older: mail?.older ?? null }
}

async function participantsOf(uow: UnitOfWork, ticketId: string): Promise<string[]> {
  const rows = await uow.db
    .select({ userId: ticketParticipants.userId })
    .from(ticketParticipants)
    .where(eq(ticketParticipants.ticketId, ticketId))
  return rows.map(row => row.userId)
}
