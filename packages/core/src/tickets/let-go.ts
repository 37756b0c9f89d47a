import { queueMembers, users } from '@gotrs/db/tables/people'
import { tickets } from '@gotrs/db/tables/tickets'
import { and, eq, ne, notExists, or } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import { canWorkIn } from './assign.ts'
import { changeTicket, emitAbout } from './change.ts'
import type { TicketRow } from './load.ts'

/**
 * Gives back to nobody what the person holds and can no longer work on: who left, became a customer or is no longer in
 * the queue would keep a ticket that everybody else takes for cared for. Closed tickets keep whom they had.
 */
export async function letGoOfUnreachable(uow: UnitOfWork, userId: string): Promise<void> {
  const held = await uow.db
    .select()
    .from(tickets)
    .where(and(eq(tickets.assigneeId, userId), ne(tickets.status, 'closed'), notExists(worksThere(uow))))
    .orderBy(tickets.id)
    .for('update')
  for (const ticket of held) await letGo(uow, ticket)
}

/** For a closed ticket that was opened again: whom it had may be gone meanwhile. */
export async function letGoIfUnreachable(uow: UnitOfWork, ticket: TicketRow): Promise<TicketRow> {
  if (ticket.assigneeId === null || (await canWorkIn(uow, ticket.assigneeId, ticket.queueId))) return ticket
  return letGo(uow, ticket)
}

async function letGo(uow: UnitOfWork, ticket: TicketRow): Promise<TicketRow> {
  const changed = await changeTicket(uow, ticket, { patch: { assigneeId: null }, isVisible: false })
  emitAbout(uow, changed, 'ticket.assigned', { assigneeId: null, previousAssigneeId: ticket.assigneeId })
  return changed
}

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
