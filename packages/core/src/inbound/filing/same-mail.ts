import { ticketLinks } from '@gotrs/db/tables/tickets'
import type { UnitOfWork } from '../../kernel/unit-of-work.ts'
import type { Filing } from './filing.ts'

type Ticket = { ticketId: string; ticketNumber: number; version: number }

/**
 * Links a ticket with those that the same mail is in, both ways: what comes later to the mailbox of one of their queues
 * finds its ticket by these links. A sender who is contradicted links nothing.
 */
export async function linkSameMail(uow: UnitOfWork, ticket: Ticket, filing: Filing): Promise<void> {
  if (filing.sender.verdict === 'contradicted') return
  const { elsewhere } = await filing.thread()
  const others = new Map((await filing.standIns()).map(it => [it.ticketId, it.ticketNumber]))
  if (elsewhere) others.set(elsewhere.ticketId, elsewhere.number)
  others.delete(ticket.ticketId)
  if (others.size === 0) return
  const links = [...others.keys()].flatMap(id => [
    { ticketId: ticket.ticketId, linkedTicketId: id, kind: 'same_mail' as const },
    { ticketId: id, linkedTicketId: ticket.ticketId, kind: 'same_mail' as const },
  ])
  const made = await uow.db.insert(ticketLinks).values(links).onConflictDoNothing().returning()
  const about = { ticketId: ticket.ticketId, ticketVersion: ticket.version }
  for (const { ticketId, linkedTicketId } of made) {
    if (ticketId !== ticket.ticketId) continue
    const linkedNumber = others.get(linkedTicketId) ?? 0
    uow.emit('ticket.linked', { linkedTicketId, linkedNumber, kind: 'same_mail' }, about)
  }
}
