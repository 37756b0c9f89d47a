import { statusAfterReply } from '@gotrs/contract/workflow'
import { conversationColumns } from '../conversation/columns.ts'
import { insertMessage, type NewMessage } from '../conversation/new-message.ts'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import { changeTicket, emitAbout } from '../tickets/change.ts'
import type { TicketRow } from '../tickets/load.ts'
import { lastColumns } from './receive.ts'

type Input = { authorId: string; message: NewMessage }

/**
 * Appends an answer that staff sent with another mail program: its recipients have it already, so the desk sends no mail.
 * The caller has locked `ticket`.
 */
export async function appendOutside(uow: UnitOfWork, ticket: TicketRow, { authorId, message }: Input): Promise<void> {
  const messageId = await insertMessage(uow, { ticketId: ticket.id, authorId, isFromStaff: true }, message)
  // An answer from before the mailbox was connected changes neither status nor waiting time.
  const status = message.older ? ticket.status : statusAfterReply('agent', ticket.status)
  const answered = message.older ? {} : { status, waitingSince: await stillWaitingSince(uow, ticket, status) }
  const patch = { ...lastColumns(uow, ticket, { message, authorId }), ...answered, isHeld: false }
  const changed = changeTicket(uow, ticket, { patch, isVisible: !message.older })
  emitAbout(uow, changed, 'message.sent', { messageId, channel: 'email' })
  if (status !== ticket.status) emitAbout(uow, changed, 'ticket.opened', {})
}

/** The customer may have written again before the copy of the answer arrived: that message still waits. */
async function stillWaitingSince(uow: UnitOfWork, { id, waitingSince }: TicketRow, status: TicketRow['status']) {
  return waitingSince && (await conversationColumns(uow, { id, status })).waitingSince
}
