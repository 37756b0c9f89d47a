import type { MoveTicketInput, TicketVersion } from '@gotrs/contract/tickets'
import { queues } from '@gotrs/db/tables/people'
import { eq } from 'drizzle-orm'
import { missingReference } from '../kernel/missing-reference.ts'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import { canWorkIn } from './assign.ts'
import { changeTicket, emitAbout, versionOf } from './change.ts'
import { loadSeenTicket } from './load.ts'
import { requireStatus } from './require-status.ts'

/** Moves the ticket to any queue, and unassigns it if its assignee does not work there. */
export async function moveTicket(uow: UnitOfWork, input: MoveTicketInput): Promise<TicketVersion> {
  const ticket = await loadSeenTicket(uow, input, 'ticket.move')
  requireStatus(uow, 'move', ticket)
  if (ticket.queueId === input.queueId) return versionOf(uow, ticket)
  const [queue] = await uow.db.select({ id: queues.id }).from(queues).where(eq(queues.id, input.queueId))
  if (!queue) throw missingReference('queueId', 'queue')
  const { assigneeId } = ticket
  const keepsAssignee = assigneeId === null || (await canWorkIn(uow, assigneeId, queue.id))
  const patch = { queueId: queue.id, assigneeId: keepsAssignee ? assigneeId : null }
  const changed = changeTicket(uow, ticket, { patch, isVisible: false })
  emitAbout(uow, changed, 'ticket.moved', { queueId: queue.id, previousQueueId: ticket.queueId })
  if (!keepsAssignee) emitAbout(uow, changed, 'ticket.assigned', { assigneeId: null, previousAssigneeId: assigneeId })
  return versionOf(uow, changed)
}
