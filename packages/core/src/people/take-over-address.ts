import { DeskError } from '@gotrs/contract/errors'
import { messages } from '@gotrs/db/tables/messages'
import { userAddresses, users } from '@gotrs/db/tables/people'
import { ticketParticipants, tickets } from '@gotrs/db/tables/tickets'
import { and, eq, sql } from 'drizzle-orm'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'

type Ticket = Pick<typeof tickets.$inferSelect, 'id' | 'customerId'>
type Sender = Pick<typeof users.$inferSelect, 'id' | 'email' | 'role'>

/**
 * Makes the address of a correspondent one more address of a person who takes part in the ticket: what came from it is
 * theirs from now on. An account in use (with a password or tickets) keeps its address. Returns the person's id.
 * @throws DeskError `already_exists`, `not_found`
 */
export async function takeOverAddress(
  uow: UnitOfWork,
  { from, to, ticket }: { from: Sender; to: string; ticket: Ticket },
): Promise<string> {
  await requirePart(uow, to, ticket)
  if (from.id === to) return to
  await requireUnused(uow, from)
  await uow.db.update(messages).set({ authorId: to }).where(eq(messages.authorId, from.id))
  await uow.db.update(tickets).set({ lastMessageAuthorId: to }).where(eq(tickets.lastMessageAuthorId, from.id))
  await uow.db.delete(users).where(eq(users.id, from.id))
  await uow.db.insert(userAddresses).values({ address: from.email, userId: to, createdAt: uow.now })
  return to
}

async function requirePart(uow: UnitOfWork, userId: string, ticket: Ticket): Promise<void> {
  if (userId === ticket.customerId) return
  const [found] = await uow.db
    .select({ userId: ticketParticipants.userId })
    .from(ticketParticipants)
    .where(and(eq(ticketParticipants.ticketId, ticket.id), eq(ticketParticipants.userId, userId)))
  if (found) return
  const message = 'name a person who takes part in the ticket: its customer or somebody in copy'
  throw new DeskError('not_found', { noun: 'user', issues: [{ path: 'addressOf', message }] })
}

async function requireUnused(uow: UnitOfWork, { id, role }: Sender): Promise<void> {
  const hasTickets = sql`exists(select from ${tickets} t where t.customer_id = ${id} or t.assignee_id = ${id})`
  const [account] = await uow.db
    .select({
      isUsed: sql<boolean>`${users.passwordHash} is not null or ${users.emailVerifiedAt} is not null or ${hasTickets}`,
    })
    .from(users)
    .where(eq(users.id, id))
    .for('update')
  if (account && !account.isUsed && role === 'customer') return
  const message = 'the sender has an account of their own: let them join the conversation instead'
  throw new DeskError('already_exists', { field: 'addressOf', issues: [{ path: 'addressOf', message }] })
}
