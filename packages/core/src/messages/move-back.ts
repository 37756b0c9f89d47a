import { DeskError } from '@gotrs/contract/errors'
import type { MovedMessage } from '@gotrs/contract/messages'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import { findMessage } from './find-message.ts'
import { lockTickets, relocate } from './relocate.ts'

/** To the ticket that somebody moved it from. @throws DeskError `not_found`, `forbidden`, `invalid_input` */
export async function moveMessageBack(uow: UnitOfWork, { messageId }: { messageId: string }): Promise<MovedMessage> {
  const message = await findMessage(uow, messageId)
  if (message.movedFromTicketId === null) {
    const issue = { path: 'messageId', message: 'this message was not moved to this ticket' }
    throw new DeskError('invalid_input', { issues: [issue] })
  }
  const tickets = await lockTickets(uow, { ticketId: message.ticketId }, message.movedFromTicketId)
  return relocate(uow, message, { ...tickets, isBack: true })
}
