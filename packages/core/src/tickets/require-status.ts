import { DeskError } from '@gotrs/contract/errors'
import { statusesFor, type WorkflowVerb } from '@gotrs/contract/workflow'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import type { TicketRow } from './load.ts'

/** Is the verb allowed in the ticket's status? @throws DeskError `ticket_closed` or `wrong_status` */
export function requireStatus(uow: UnitOfWork, verb: WorkflowVerb, ticket: TicketRow): void {
  const role = uow.actor.kind === 'user' ? uow.actor.role : 'admin'
  const { status } = ticket
  const allowed = statusesFor(role, verb)
  if (allowed.includes(status)) return
  throw new DeskError(status === 'closed' ? 'ticket_closed' : 'wrong_status', { noun: 'ticket', verb, status, allowed })
}
