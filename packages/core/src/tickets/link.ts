import { ticketLinks } from '@gotrs/db/tables/tickets'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'

type Linked = { ticketId: string; ticketNumber: number; version: number }

/** Links a ticket with others, both ways; a link that is there already changes nothing. `others`: numbers by id. */
export async function linkTickets(
  uow: UnitOfWork,
  ticket: Linked,
  others: ReadonlyMap<string, number>,
  kind: 'same_mail',
): Promise<void> {
  const links = [...others.keys()].flatMap(id => [
    { ticketId: ticket.ticketId, linkedTicketId: id, kind },
    { ticketId: id, linkedTicketId: ticket.ticketId, kind },
  ])
  if (links.length === 0) return
  const made = await uow.db.insert(ticketLinks).values(links).onConflictDoNothing().returning()
  const about = { ticketId: ticket.ticketId, ticketVersion: ticket.version }
  for (const { ticketId, linkedTicketId } of made) {
    if (ticketId !== ticket.ticketId) continue
    uow.emit('ticket.linked', { linkedTicketId, linkedNumber: others.get(linkedTicketId) ?? 0, kind }, about)
  }
}
