import { DeskError } from '@gotrs/contract/errors'
import type { TicketVerbInput, TicketVersion } from '@gotrs/contract/tickets'
import { requirePerson } from '../kernel/require-grant.ts'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import { assignTicket } from './assign.ts'

/** Assigns the ticket to the actor. */
export async function takeTicket(uow: UnitOfWork, input: TicketVerbInput): Promise<TicketVersion> {
  const { id: assigneeId } = requirePerson(uow, 'ticket.assign')
  if (input.version === undefined) {
    throw new DeskError('invalid_input', {
      issues: [{ path: 'version', message: 'is missing: send the version of the ticket that you read' }],
    })
  }
  return assignTicket(uow, { ticketId: input.ticketId, version: input.version, assigneeId })
}
