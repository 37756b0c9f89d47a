import { tickets } from '@gotrs/db/tables/tickets'
import { eq } from 'drizzle-orm'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'

/** The fields of an event about the ticket of a mail; empty without a ticket. */
export async function aboutTicket(uow: UnitOfWork, ticketId: string | null) {
  if (!ticketId) return undefined
  const [ticket] = await uow.db.select({ version: tickets.version }).from(tickets).where(eq(tickets.id, ticketId))
  return ticket && { ticketId, ticketVersion: ticket.version }
}
