import { DeskError } from '@gotrs/contract/errors'
import type { AssignTicketInput, TicketVersion } from '@gotrs/contract/tickets'
import { statusAfterAssign } from '@gotrs/contract/workflow'
import { queueMembers, users } from '@gotrs/db/tables/people'
import { and, eq, sql } from 'drizzle-orm'
import { prepared } from '../kernel/prepared.ts'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import { changeTicket, emitAbout, versionOf } from './change.ts'
import { loadSeenTicket, type TicketRow } from './load.ts'
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
  const changed = changeTicket(uow, ticket, {
    patch: { assigneeId: input.assigneeId, status },
    isVisible: isOpened,
  })
  emitAbout(uow, changed, 'ticket.assigned', { assigneeId: input.assigneeId, previousAssigneeId: ticket.assigneeId })
  if (isOpened) emitAbout(uow, changed, 'ticket.opened', {})
  return versionOf(uow, changed)
}

/** Makes the acting person of staff the assignee of a ticket without one, where they work in its queue: what to change. */
export async function takeUnassigned(uow: UnitOfWork, ticket: TicketRow): Promise<{ assigneeId?: string }> {
  const { actor } = uow
  if (ticket.assigneeId !== null || actor.kind !== 'user' || actor.role === 'customer') return {}
  return (await canWorkIn(uow, actor.id, ticket.queueId)) ? { assigneeId: actor.id } : {}
}

/** Records the assignment that a verb made on the side. */
export function emitTaken(uow: UnitOfWork, { assigneeId: previousAssigneeId }: TicketRow, changed: TicketRow): void {
  const { assigneeId } = changed
  if (assigneeId !== previousAssigneeId) emitAbout(uow, changed, 'ticket.assigned', { assigneeId, previousAssigneeId })
}

/** Admins work everywhere, agents in their queues; nobody else, and nobody who left. */
export async function canWorkIn(uow: UnitOfWork, userId: string, queueId: string): Promise<boolean> {
  // A change that removes the role, account or queue meanwhile waits for this lock, and then unassigns this ticket too.
  // Two statements, one after the other: where the first waits for the lock, it has not seen what is written meanwhile.
  const [[person], memberships] = await Promise.all([
    lockedPerson(uow.db, { userId }),
    membership(uow.db, { userId, queueId }),
  ])
  if (!person?.isActive) return false
  return person.role === 'admin' || (person.role === 'agent' && memberships.length > 0)
}

const lockedPerson = prepared('lock_person', db =>
  db
    .select({ role: users.role, isActive: users.isActive })
    .from(users)
    .where(eq(users.id, sql.placeholder('userId')))
    .for('share'),
)

const membership = prepared('membership', db =>
  db
    .select({ queueId: queueMembers.queueId })
    .from(queueMembers)
    .where(
      and(eq(queueMembers.userId, sql.placeholder('userId')), eq(queueMembers.queueId, sql.placeholder('queueId'))),
    ),
)
