import type { TicketVerbInput, TicketVersion } from '@gotrs/contract/tickets'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import { changeTicket, emitAbout, versionOf } from './change.ts'
import { loadSeenTicket } from './load.ts'
import { requireStatus } from './require-status.ts'

/** Moves a ticket from new to open without an answer or an assignment. */
export async function openTicket(uow: UnitOfWork, input: TicketVerbInput): Promise<TicketVersion> {
  const ticket = await loadSeenTicket(uow, input, 'ticket.assign')
  requireStatus(uow, 'open', ticket)
  const changed = changeTicket(uow, ticket, { patch: { status: 'open' }, isVisible: true })
  emitAbout(uow, changed, 'ticket.opened', {})
  return versionOf(uow, changed)
}
