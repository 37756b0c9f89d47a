import type { TicketVerbInput, TicketVersion } from '@gotrs/contract/tickets'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import { emitTaken, takeUnassigned } from './assign.ts'
import { changeTicket, emitAbout, statusBefore, versionOf } from './change.ts'
import { loadSeenTicket, type TicketRow } from './load.ts'
import { requireStatus } from './require-status.ts'

/** `keepsAssignee`: also where that is nobody, since the caller says who works on it. */
type ResolveOptions = { keepsAssignee?: boolean }

/** The question is answered: by staff, or by the customer who says "this solved it". */
export async function resolveTicket(
  uow: UnitOfWork,
  input: TicketVerbInput,
  options?: ResolveOptions,
): Promise<TicketVersion> {
  const ticket = await loadSeenTicket(uow, input, 'ticket.resolve')
  return versionOf(uow, await resolveLoaded(uow, ticket, options))
}

/**
 * For verbs that resolve as their second half ("send and resolve"), on a ticket that they hold already. What nobody is assigned to becomes
 * that of the person of staff who resolves it.
 */
export async function resolveLoaded(
  uow: UnitOfWork,
  ticket: TicketRow,
  { keepsAssignee = false }: ResolveOptions = {},
): Promise<TicketRow> {
  requireStatus(uow, 'resolve', ticket)
  const taken = keepsAssignee ? {} : await takeUnassigned(uow, ticket)
  const patch = { status: 'resolved', resolvedAt: uow.now, waitingSince: null, ...taken } as const
  const changed = changeTicket(uow, ticket, { patch, isVisible: true })
  emitAbout(uow, changed, 'ticket.resolved', statusBefore(ticket))
  emitTaken(uow, ticket, changed)
  return changed
}
