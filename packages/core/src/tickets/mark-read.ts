import { DeskError } from '@gotrs/contract/errors'
import type { MarkReadInput } from '@gotrs/contract/tickets'
import { ticketReads, tickets } from '@gotrs/db/tables/tickets'
import { and, sql } from 'drizzle-orm'
import { requirePerson } from '../kernel/require-grant.ts'
import { ticketScope } from '../kernel/scopes.ts'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import { refersTo } from './load.ts'

/**
 * The actor has seen the ticket up to `seenAt`: a message that is being written at this moment stays unread. It concerns
 * nobody else, so there is no event and no new version.
 */
export async function markTicketRead(uow: UnitOfWork, input: MarkReadInput): Promise<void> {
  const { id: userId } = requirePerson(uow, 'ticket.readStaff')
  const [ticket] = await uow.db
    .select({ id: tickets.id })
    .from(tickets)
    .where(and(refersTo(input.ticketId), ticketScope(uow.actor, 'ticket.readStaff')))
  if (!ticket) throw new DeskError('not_found', { noun: 'ticket' })
  const seenAt = new Date(Math.min(Date.parse(input.seenAt), uow.now.getTime()))
  await uow.db
    .insert(ticketReads)
    .values({ ticketId: ticket.id, userId, readAt: seenAt })
    .onConflictDoUpdate({
      target: [ticketReads.ticketId, ticketReads.userId],
      set: { readAt: sql`greatest(${ticketReads.readAt}, excluded.read_at)` },
    })
}
