import type { SetPriorityInput, TicketVersion } from '@gotrs/contract/tickets'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import { changeTicket, emitAbout, versionOf } from './change.ts'
import { loadSeenTicket } from './load.ts'
import { requireStatus } from './require-status.ts'

export async function setPriority(uow: UnitOfWork, input: SetPriorityInput): Promise<TicketVersion> {
  const ticket = await loadSeenTicket(uow, input, 'ticket.setPriority')
  requireStatus(uow, 'setPriority', ticket)
  if (ticket.priority === input.priority) return versionOf(uow, ticket)
  const changed = changeTicket(uow, ticket, { patch: { priority: input.priority }, isVisible: true })
  emitAbout(uow, changed, 'ticket.prioritySet', { priority: input.priority, previousPriority: ticket.priority })
  return versionOf(uow, changed)
}
