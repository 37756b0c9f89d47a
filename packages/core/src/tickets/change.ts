import type { EventPayload, EventType } from '@gotrs/contract/events'
import type { TicketVersion } from '@gotrs/contract/tickets'
import { byItsText } from '@gotrs/db/client'
import { drafts } from '@gotrs/db/tables/messages'
import { tickets } from '@gotrs/db/tables/tickets'
import { and, eq, sql } from 'drizzle-orm'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import type { TicketRow } from './load.ts'

type TicketPatch = Partial<Omit<typeof tickets.$inferInsert, 'id' | 'number' | 'version' | 'createdAt' | 'updatedAt'>>

export type Change = {
  patch: TicketPatch
  /** Can the ticket's customer see what changed? Only then does `updatedAt` move. */
  isVisible: boolean
  /** The actor's draft on the ticket goes with it, in the same statement. */
  discardsDraft?: boolean
}

/** Writes a change of the ticket and makes its next version. Returns the ticket as it is then. */
export async function changeTicket(uow: UnitOfWork, ticket: TicketRow, change: Change): Promise<TicketRow> {
  const set = {
    ...change.patch,
    version: sql`${tickets.version} + 1`,
    ...(change.isVisible ? { updatedAt: uow.now } : {}),
  }
  const update =
    change.discardsDraft && uow.actor.kind === 'user' ? uow.db.with(discarded(uow, ticket, uow.actor.id)) : uow.db
  const query = update.update(tickets).set(set).where(eq(tickets.id, ticket.id)).returning()
  const [changed] = await query.prepare(byItsText).execute()
  if (!changed) throw new Error(`Ticket ${ticket.id} vanished while it was locked`)
  return changed
}

/** Records an event about a ticket at its present version. */
export const emitAbout = <T extends EventType>(
  uow: UnitOfWork,
  ticket: TicketRow,
  type: T,
  payload: EventPayload<T>,
): string => uow.emit(type, payload, { ticketId: ticket.id, ticketVersion: ticket.version })

/** The answer of every verb; customers get no version, because it counts changes that only staff may see. */
export const versionOf = (uow: UnitOfWork, ticket: TicketRow): TicketVersion => ({
  ticketId: ticket.id,
  version: uow.actor.kind === 'user' && uow.actor.role === 'customer' ? null : ticket.version,
})

const discarded = (uow: UnitOfWork, ticket: TicketRow, userId: string) =>
  uow.db.$with('discarded').as(
    uow.db
      .delete(drafts)
      .where(and(eq(drafts.userId, userId), eq(drafts.ticketId, ticket.id)))
      .returning({ ticketId: drafts.ticketId }),
  )
