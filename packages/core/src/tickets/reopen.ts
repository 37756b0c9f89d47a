import type { TicketVerbInput, TicketVersion } from '@gotrs/contract/tickets'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import { changeTicket, emitAbout, statusBefore, versionOf } from './change.ts'
import { loadSeenTicket } from './load.ts'
import { requireStatus } from './require-status.ts'
import { unassignIfUnreachable } from './unassign.ts'

/**
 * Back to open: by staff from resolved or closed, by the customer from resolved; a customer who reopens waits again.
 * A closed ticket whose assignee is gone meanwhile comes back unassigned.
 */
export async function reopenTicket(uow: UnitOfWork, input: TicketVerbInput): Promise<TicketVersion> {
  const ticket = await loadSeenTicket(uow, input, 'ticket.reopen')
  requireStatus(uow, 'reopen', ticket)
  const isByCustomer = uow.actor.kind === 'user' && uow.actor.role === 'customer'
  const patch = {
    status: 'open',
    resolvedAt: null,
    closedAt: null,
    waitingSince: isByCustomer ? uow.now : null,
  } as const
  const changed = changeTicket(uow, ticket, { patch, isVisible: true })
  emitAbout(uow, changed, 'ticket.reopened', statusBefore(ticket))
  return versionOf(uow, await unassignIfUnreachable(uow, changed))
}
