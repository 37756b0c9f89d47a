import type { UnitOfWork } from '../../kernel/unit-of-work.ts'
import { linkTickets } from '../../tickets/link.ts'
import type { Filing } from './filing.ts'

type Ticket = { ticketId: string; ticketNumber: number; version: number }

/**
 * Links a ticket with those that the same mail is in: what comes later to the mailbox of one of their queues finds its
 * ticket by these links. A sender who is contradicted links nothing.
 */
export async function linkSameMail(uow: UnitOfWork, ticket: Ticket, filing: Filing): Promise<void> {
  if (filing.sender.verdict === 'contradicted') return
  const { elsewhere } = await filing.thread()
  const others = new Map((await filing.standIns()).map(it => [it.ticketId, it.ticketNumber]))
  if (elsewhere) others.set(elsewhere.ticketId, elsewhere.number)
  others.delete(ticket.ticketId)
  await linkTickets(uow, ticket, others, 'same_mail')
}
