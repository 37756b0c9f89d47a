import type { RenameTicketInput, TicketVersion } from '@gotrs/contract/tickets'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import { changeTicket, emitAbout, versionOf } from './change.ts'
import { loadSeenTicket } from './load.ts'
import { requireStatus } from './require-status.ts'

export async function renameTicket(uow: UnitOfWork, input: RenameTicketInput): Promise<TicketVersion> {
  const ticket = await loadSeenTicket(uow, input, 'ticket.rename')
  requireStatus(uow, 'rename', ticket)
  if (ticket.title === input.title) return versionOf(uow, ticket)
  const changed = changeTicket(uow, ticket, {
    patch: { title: input.title, previousTitle: ticket.title },
    isVisible: true,
  })
  emitAbout(uow, changed, 'ticket.renamed', {})
  return versionOf(uow, changed)
}
