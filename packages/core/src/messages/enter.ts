import type { tickets } from '@gotrs/db/tables/tickets'
import { conversationColumns } from '../conversation/columns.ts'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import { changeTicket } from '../tickets/change.ts'
import type { TicketRow } from '../tickets/load.ts'
import { unassignIfUnreachable } from '../tickets/unassign.ts'
import type { MessageRow } from './find-message.ts'
import { mailBehind, statusAfterCustomer } from './receive.ts'

type More = Partial<typeof tickets.$inferInsert>

/**
 * Updates the ticket after an existing message became part of it: moved from another ticket, or no longer held. A
 * customer's message opens the ticket as a new one would, except for older mail. A ticket that had lost its last message
 * opens again, unless it was closed from the start. The customer sees a ticket once it has a public message.
 */
export async function enterConversation(
  uow: UnitOfWork,
  message: MessageRow,
  ticket: TicketRow,
  more: More = {},
): Promise<TicketRow> {
  const isVisible = message.kind === 'public'
  const { isByProgram, older } = await mailBehind(uow, message)
  const isAsked = isVisible && !message.isFromStaff && !isByProgram && older === null
  const wasEmptied = ticket.status === 'closed' && isVisible && ticket.lastMessageAt === null && older !== 'closed'
  const usual = isAsked ? await statusAfterCustomer(uow, ticket) : ticket.status
  const status = wasEmptied ? 'open' : usual
  const columns = await conversationColumns(uow, { id: ticket.id, status })
  // A message that reopens a ticket waits for an answer, however old it is.
  const waitingSince = columns.waitingSince ?? (isAsked && status === 'open' ? message.createdAt : null)
  const reopened = status === ticket.status ? {} : { status, waitingSince, resolvedAt: null, closedAt: null }
  const shown = isVisible ? { isHeld: false } : {}
  const changed = changeTicket(uow, ticket, { patch: { ...columns, ...reopened, ...more, ...shown }, isVisible })
  return ticket.status === 'closed' && status === 'open' ? unassignIfUnreachable(uow, changed) : changed
}
