import type { TicketVerbInput, TicketVersion } from '@gotrs/contract/tickets'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import { changeTicket, emitAbout, statusBefore, versionOf } from './change.ts'
import { loadSeenTicket } from './load.ts'
import { requireStatus } from './require-status.ts'

/** Done for good: what the customer writes after this starts a linked follow-up. */
export async function closeTicket(uow: UnitOfWork, input: TicketVerbInput): Promise<TicketVersion> {
  const ticket = await loadSeenTicket(uow, input, 'ticket.close')
  requireStatus(uow, 'close', ticket)
  const patch = { status: 'closed', closedAt: uow.now, waitingSince: null } as const
  const changed = changeTicket(uow, ticket, { patch, isVisible: true })
  emitAbout(uow, changed, 'ticket.closed', statusBefore(ticket))
  return versionOf(uow, changed)
}
