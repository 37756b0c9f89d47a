import { linkTickets } from '../../tickets/link.ts'
import type { FilingContext, IncomingMail } from './rule.ts'

type Ticket = { ticketId: string; ticketNumber: number; version: number }

/**
 * Links a ticket with those that the same mail is in: what comes later to the mailbox of one of their queues finds its
 * ticket by these links. A sender who is contradicted links nothing.
 */
export async function linkSameMail(ticket: Ticket, { sender }: IncomingMail, context: FilingContext): Promise<void> {
  if (sender.verdict === 'contradicted') return
  const { elsewhere } = await context.thread()
  const others = new Map((await context.trustedDuplicates()).map(it => [it.ticketId, it.ticketNumber]))
  if (elsewhere) others.set(elsewhere.ticketId, elsewhere.number)
  others.delete(ticket.ticketId)
  await linkTickets(context.uow, ticket, others, 'same_mail')
}
