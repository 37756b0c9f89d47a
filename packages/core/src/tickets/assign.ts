import { DeskError } from '@gotrs/contract/errors'
import type { AssignTicketInput, TicketVersion } from '@gotrs/contract/tickets'
import { statusAfterAssign } from '@gotrs/contract/workflow'
import { queueMembers, users } from '@gotrs/db/tables/people'
import { and, eq } from 'drizzle-orm'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import { changeTicket, emitAbout, versionOf } from './change.ts'
import { loadSeenTicket } from './load.ts'
import { requireStatus } from './require-status.ts'

/** Gives the ticket to a staff member of its queue, or (null) to nobody. Taking a new ticket opens it. */
export async function assignTicket(uow: UnitOfWork, input: AssignTicketInput): Promise<TicketVersion> {
  const ticket = await loadSeenTicket(uow, input, 'ticket.assign')
  requireStatus(uow, 'assign', ticket)
  if (ticket.assigneeId === input.assigneeId) return versionOf(uow, ticket)
  if (input.assigneeId && !(await canWorkIn(uow, input.assigneeId, ticket.queueId))) {
    throw new DeskError('assignee_not_in_queue', {
      assigneeId: input.assigneeId,
      issues: [{ path: 'assigneeId', message: 'must be a member of the queue. GET /api/queues lists the members' }],
    })
  }
  const isTaken = uow.actor.kind === 'user' && input.assigneeId === uow.actor.id
  const status = statusAfterAssign(isTaken, ticket.status)
  const isOpened = status !== ticket.status
  const changed = await changeTicket(uow, ticket, {
    patch: { assigneeId: input.assigneeId, status },
    isVisible: isOpened,
  })
  emitAbout(uow, changed, 'ticket.assigned', { assigneeId: input.assigneeId, previousAssigneeId: ticket.assigneeId })
  if (isOpened) emitAbout(uow, changed, 'ticket.opened', {})
  return versionOf(uow, changed)
}

/** Admins work everywhere, agents in their queues; nobody else, and nobody who left. */
export async function canWorkIn(uow: UnitOfWork, userId: string, queueId: string): Promise<boolean> {
  // A change that takes the role, account or queue away meanwhile waits, and then finds this ticket too.
  const [person] = await uow.db
    .select({ role: users.role, isActive: users.isActive })
    .from(users)
    .where(eq(users.id, userId))
    .for('share')
  if (!person?.isActive) return false
  if (person.role !== 'agent') return person.role === 'admin'
  // A statement of its own: where the lock was waited for, the one before has not seen what was written meanwhile.
  const isMember = and(eq(queueMembers.userId, userId), eq(queueMembers.queueId, queueId))
  return (await uow.db.$count(queueMembers, isMember)) > 0
}
