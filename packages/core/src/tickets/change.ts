import type { EventPayload, EventType } from '@gotrs/contract/events'
import type { TicketVersion } from '@gotrs/contract/tickets'
import { byItsText } from '@gotrs/db/client'
import { tickets } from '@gotrs/db/tables/tickets'
import { eq, sql } from 'drizzle-orm'
import { sendDraft } from '../conversation/send-draft.ts'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import type { TicketRow } from './load.ts'

type TicketPatch = Partial<Omit<typeof tickets.$inferInsert, 'id' | 'number' | 'version' | 'createdAt' | 'updatedAt'>>

export type Change = {
  patch: TicketPatch
  /** Can the ticket's customer see what changed? Only then does `updatedAt` move. */
  isVisible: boolean
  /** It is the actor's draft on the ticket: the draft is sent in the same statement, and their other windows get a hint. */
  sendsDraft?: boolean
}

/** Writes a change of the ticket and makes its next version. Returns the ticket as it is then. */
export async function changeTicket(uow: UnitOfWork, ticket: TicketRow, change: Change): Promise<TicketRow> {
  const set = {
    ...change.patch,
    version: sql`${tickets.version} + 1`,
    ...(change.isVisible ? { updatedAt: uow.now } : {}),
  }
  const sent = change.sendsDraft && uow.actor.kind === 'user' ? sendDraft(uow, uow.actor.id, ticket.id) : null
  const query = (sent ? uow.db.with(sent) : uow.db)
    .update(tickets)
    .set(set)
    .where(eq(tickets.id, ticket.id))
    .returning()
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
