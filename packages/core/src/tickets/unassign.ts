import { queueMembers, users } from '@gotrs/db/tables/people'
import { tickets } from '@gotrs/db/tables/tickets'
import { and, eq, inArray, ne, notExists, or, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { systemActor } from '../kernel/actor.ts'
import type { Task } from '../kernel/task.ts'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import { canWorkIn } from './assign.ts'
import { emitAbout } from './change.ts'
import type { TicketRow } from './load.ts'

const maxAtOnce = 200
const taskName = 'unassign_unreachable'

/**
 * Unassigns the tickets that the person can no longer work on, because they left, became a customer or left the queue:
 * otherwise it would seem that somebody works on them. Closed tickets keep their assignee. For a transaction that has
 * locked the person; returns whether some are left, for `unassignLater`.
 */
export async function unassignUnreachable(uow: UnitOfWork, userId: string): Promise<boolean> {
  // Everything else locks the ticket first and then the person: waiting here for a ticket could deadlock.
  await unassignBatch(uow, userId, { skipLocked: true })
  const left = await uow.db.select({ id: tickets.id }).from(tickets).where(isUnreachable(uow, userId)).limit(1)
  return left.length > 0
}

/** The others go in transactions of their own, once this one is committed: very many, and what somebody is changing. */
export function unassignLater(uow: UnitOfWork, userId: string, eventId: string): void {
  uow.enqueue({ task: taskName, payload: { userId, eventId } })
}

export const unassignTask: Task = {
  name: taskName,
  maxAttempts: 12,
  async run(kernel, { userId, eventId }) {
    const batch = (uow: UnitOfWork) => unassignBatch(uow, String(userId))
    const cause = [`event:${String(eventId)}`]
    while ((await kernel.run(systemActor('desk'), batch, { cause })) === maxAtOnce);
  },
}

/** For a closed ticket that was opened again: whom it had may be gone meanwhile. */
export async function unassignIfUnreachable(uow: UnitOfWork, ticket: TicketRow): Promise<TicketRow> {
  if (ticket.assigneeId === null || (await canWorkIn(uow, ticket.assigneeId, ticket.queueId))) return ticket
  const [changed = ticket] = await unassign(uow, ticket.assigneeId, [ticket])
  return changed
}

async function unassignBatch(
  uow: UnitOfWork,
  userId: string,
  lock: { skipLocked: true } | undefined = undefined,
): Promise<number> {
  const held = await uow.db
    .select({ id: tickets.id })
    .from(tickets)
    .where(isUnreachable(uow, userId))
    .orderBy(tickets.id)
    .limit(maxAtOnce)
    .for('update', lock)
  if (held.length > 0) await unassign(uow, userId, held)
  return held.length
}

async function unassign(uow: UnitOfWork, userId: string, held: readonly { id: string }[]): Promise<TicketRow[]> {
  const ids = held.map(({ id }) => id)
  const set = { assigneeId: null, version: sql`${tickets.version} + 1` }
  const changed = await uow.db.update(tickets).set(set).where(inArray(tickets.id, ids)).returning()
  for (const ticket of changed) {
    emitAbout(uow, ticket, 'ticket.assigned', { assigneeId: null, previousAssigneeId: userId })
  }
  return changed
}

const isUnreachable = (uow: UnitOfWork, userId: string) =>
  and(eq(tickets.assigneeId, userId), ne(tickets.status, 'closed'), notExists(worksThere(uow)))

const holder = alias(users, 'holder')

/** As `canWorkIn`, of the ticket's own assignee. */
function worksThere(uow: UnitOfWork) {
  const { userId, queueId } = queueMembers
  return uow.db
    .select({ id: holder.id })
    .from(holder)
    .leftJoin(queueMembers, and(eq(userId, holder.id), eq(queueId, tickets.queueId)))
    .where(
      and(
        eq(holder.id, tickets.assigneeId),
        eq(holder.isActive, true),
        or(eq(holder.role, 'admin'), and(eq(holder.role, 'agent'), eq(userId, holder.id))),
      ),
    )
}
