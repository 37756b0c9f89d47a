import { DeskError } from '@gotrs/contract/errors'
import { messages } from '@gotrs/db/tables/messages'
import { userAddresses, users } from '@gotrs/db/tables/people'
import { ticketParticipants, tickets } from '@gotrs/db/tables/tickets'
import { and, eq, ne, or, sql } from 'drizzle-orm'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'

type Ticket = Pick<typeof tickets.$inferSelect, 'id' | 'customerId'>
type Sender = Pick<typeof users.$inferSelect, 'id' | 'email'>

/**
 * Makes the address of a correspondent one more address of a customer who takes part in the ticket: what came from it to
 * this ticket is theirs, and so is all later mail. The correspondent stays behind without it. An account of staff, one in
 * use, and one that takes part in other tickets keep their address. Returns the customer's id.
 * @throws DeskError `already_exists`, `not_found`
 */
export async function takeOverAddress(
  uow: UnitOfWork,
  { from, to, ticket }: { from: Sender; to: string; ticket: Ticket },
): Promise<string> {
  await requirePart(uow, to, ticket)
  if (from.id === to) return to
  await requireUnused(uow, from, ticket)
  const isHere = and(eq(messages.ticketId, ticket.id), eq(messages.authorId, from.id))
  await uow.db.update(messages).set({ authorId: to }).where(isHere)
  const wasIn = and(eq(ticketParticipants.ticketId, ticket.id), eq(ticketParticipants.userId, from.id))
  await uow.db.delete(ticketParticipants).where(wasIn)
  // Only addresses that are further ones of the sender's follow; there are few, if any.
  await uow.db.update(userAddresses).set({ userId: to }).where(eq(userAddresses.userId, from.id))
  await uow.db
    .insert(userAddresses)
    .values({ address: from.email, userId: to, createdAt: uow.now })
    .onConflictDoUpdate({ target: userAddresses.address, set: { userId: to } })
  return to
}

/** Mail from a further address acts for its owner, so the address of an agent or admin cannot become one. */
async function requirePart(uow: UnitOfWork, userId: string, ticket: Ticket): Promise<void> {
  const isInCopy = sql`exists(select from ${ticketParticipants} p where p.ticket_id = ${ticket.id} and p.user_id = ${users.id})`
  const [found] = await uow.db
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.id, userId), eq(users.role, 'customer'), or(eq(users.id, ticket.customerId), isInCopy)))
    .for('key share')
  if (found) return
  const message = 'must be the customer of the ticket or a customer in copy'
  throw new DeskError('not_found', { noun: 'user', issues: [{ path: 'addressOf', message }] })
}

async function requireUnused(uow: UnitOfWork, { id }: Sender, ticket: Ticket): Promise<void> {
  const [account] = await uow.db.select().from(users).where(eq(users.id, id)).for('update')
  const hasTickets = await uow.db.$count(tickets, eq(tickets.customerId, id))
  const isElsewhere = and(eq(ticketParticipants.userId, id), ne(ticketParticipants.ticketId, ticket.id))
  const takesPart = await uow.db.$count(ticketParticipants, isElsewhere)
  const isUsed = !account || account.passwordHash !== null || account.emailVerifiedAt !== null
  if (!isUsed && hasTickets + takesPart === 0 && account.role === 'customer') return
  const message = 'the sender has an account or other tickets. Add them to this ticket instead'
  throw new DeskError('already_exists', { field: 'addressOf', issues: [{ path: 'addressOf', message }] })
}

/** The address of an account whose owner has proven it, or works for the desk, is nobody else's further address. */
export async function deleteClaimsOnOwnAddress(uow: UnitOfWork, userId: string): Promise<void> {
  const own = uow.db.select({ email: users.email }).from(users).where(eq(users.id, userId))
  await uow.db.delete(userAddresses).where(eq(userAddresses.address, own))
}

/** The desk accepts mail of an agent only from the address of their account. */
export async function deleteFurtherAddresses(uow: UnitOfWork, userId: string): Promise<void> {
  await uow.db.delete(userAddresses).where(eq(userAddresses.userId, userId))
}
