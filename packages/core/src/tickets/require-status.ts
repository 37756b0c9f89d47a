import { DeskError } from '@gotrs/contract/errors'
import { isStaff } from '@gotrs/contract/roles'
import { allows, type WorkflowVerb, workflow } from '@gotrs/contract/workflow'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import type { TicketRow } from './load.ts'

/** Is the verb allowed in the ticket's status? @throws DeskError `ticket_closed` or `wrong_status` */
export function requireStatus(uow: UnitOfWork, verb: WorkflowVerb, ticket: TicketRow): void {
  const role = uow.actor.kind === 'user' ? uow.actor.role : 'admin'
  if (allows(role, verb, ticket.status)) return
  const { status } = ticket
  const allowed = workflow[verb][isStaff(role) ? 'staff' : 'customer']
  throw new DeskError(status === 'closed' ? 'ticket_closed' : 'wrong_status', { noun: 'ticket', verb, status, allowed })
}
