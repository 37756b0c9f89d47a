import { users } from '@gotrs/db/tables/people'
import { ticketParticipants } from '@gotrs/db/tables/tickets'
import { sql } from 'drizzle-orm'
import { writtenOutsideRule } from '../../conversation/written-outside.ts'
import type { UnitOfWork } from '../../kernel/unit-of-work.ts'
import { appendOutside } from '../../messages/append-outside.ts'
import { loadTicket, type TicketRow } from '../../tickets/load.ts'
import { ended } from './outcome.ts'
import { placeAfter } from './place.ts'
import type { IncomingMail, Rule } from './rule.ts'

const reason = 'Staff wrote it from an address of the desk in another mail program.'

/**
 * An answer that a colleague wrote in another mail program as one of our addresses: it is in the customer's hands
 * already, so that it becomes part of the conversation, and no mail leaves because of it. Only our own server and a
 * recipient that it verifies prove that; anything less is held, as any other mail that names a ticket.
 */
export const ownAnswerRule: Rule = async (incoming, context) => {
  const { sender, isFromProven, authentication, kind, message } = incoming
  if (sender.origin !== 'ours' || !isFromProven || !authentication.areRecipientsSigned || kind !== 'no') return null
  const { uow } = context
  const decision = await context.thread()
  if (decision.kind !== 'held') return null
  const ticket = await loadTicket(uow, { ticketId: decision.ticketId }, 'ticket.reply')
  if (!(await wentToThem(uow, incoming, ticket))) return null
  const placedAt = placeAfter(decision.answeredAt, message.placedAt)
  const author = await context.author()
  const threading = { rule: writtenOutsideRule, reason, suggestedTicketId: null }
  await appendOutside(uow, ticket, { authorId: author.id, message: { ...message, placedAt, threading } })
  return ended('appended', reason, { ticketId: ticket.id, rule: writtenOutsideRule })
}

/** Is the customer, or somebody in copy of the ticket, among its recipients? */
async function wentToThem({ db }: UnitOfWork, { read }: IncomingMail, ticket: TicketRow): Promise<boolean> {
  const isTheirs = sql`${users.id} = ${ticket.customerId} or ${users.id} in (select participant.user_id
    from ${ticketParticipants} participant where participant.ticket_id = ${ticket.id})`
  const readers = await db.select({ email: users.email }).from(users).where(isTheirs).limit(200)
  const known = new Set(readers.map(it => it.email.toLowerCase()))
  return [...read.mail.to, ...read.mail.cc].some(it => known.has(it.address.toLowerCase()))
}
