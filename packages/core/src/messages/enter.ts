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
 * The ticket after a message that is there already became part of it: moved from another one, or held until now. A
 * customer's message opens it as it would have when it came, which old mail would not; one that was emptied before is open
 * again, unless it was closed from the start. A ticket with a public message is one that its customer sees.
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
  // What opens a ticket again has not been answered, however old it is.
  const waitingSince = columns.waitingSince ?? (isAsked && status === 'open' ? message.createdAt : null)
  const reopened = status === ticket.status ? {} : { status, waitingSince, resolvedAt: null, closedAt: null }
  const shown = isVisible ? { isHeld: false } : {}
  const changed = await changeTicket(uow, ticket, { patch: { ...columns, ...reopened, ...more, ...shown }, isVisible })
  return ticket.status === 'closed' && status === 'open' ? unassignIfUnreachable(uow, changed) : changed
}
