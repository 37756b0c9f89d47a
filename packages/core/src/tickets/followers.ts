import { DeskError } from '@gotrs/contract/errors'
import { type FollowTicketInput, maxFollowers } from '@gotrs/contract/followers'
import type { TicketVersion } from '@gotrs/contract/tickets'
import { users } from '@gotrs/db/tables/people'
import { ticketFollowers, tickets } from '@gotrs/db/tables/tickets'
import { and, eq, inArray, sql } from 'drizzle-orm'
import { isStaffWhoMay } from '../kernel/people-scope.ts'
import { requirePerson } from '../kernel/require-grant.ts'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import { emitAbout, versionOf } from './change.ts'
import { loadTicket, type TicketRow } from './load.ts'

/** The actor, or a colleague, gets the news of the ticket. The ticket stays at its version: nobody's work becomes stale. */
export async function followTicket(uow: UnitOfWork, input: FollowTicketInput): Promise<TicketVersion> {
  const { userId = requirePerson(uow, 'ticket.follow').id } = input
  const ticket = await loadTicket(uow, { ticketId: input.ticketId }, 'ticket.follow')
  await requireReaders(uow, ticket, 'userId', [userId])
  const added = await addFollowers(uow, ticket, [userId])
  if (added.length > 0) emitAbout(uow, ticket, 'ticket.followerAdded', { userId })
  return versionOf(uow, ticket)
}

export async function unfollowTicket(uow: UnitOfWork, input: FollowTicketInput): Promise<TicketVersion> {
  const { userId = requirePerson(uow, 'ticket.follow').id } = input
  const ticket = await loadTicket(uow, { ticketId: input.ticketId }, 'ticket.follow')
  const isThem = and(eq(ticketFollowers.ticketId, ticket.id), eq(ticketFollowers.userId, userId))
  const [removed] = await uow.db.delete(ticketFollowers).where(isThem).returning({ since: ticketFollowers.since })
  if (removed) emitAbout(uow, ticket, 'ticket.followerRemoved', { userId, since: removed.since.toISOString() })
  return versionOf(uow, ticket)
}

/** The ticket is locked, so that the number is exact. @throws DeskError `invalid_input` if they would be too many */
export async function addFollowers(uow: UnitOfWork, ticket: TicketRow, userIds: string[]): Promise<string[]> {
  const added = await uow.db
    .insert(ticketFollowers)
    .values(userIds.map(userId => ({ ticketId: ticket.id, userId, since: uow.now })))
    .onConflictDoNothing()
    .returning({ userId: ticketFollowers.userId })
  const all = added.length > 0 ? await uow.db.$count(ticketFollowers, eq(ticketFollowers.ticketId, ticket.id)) : 0
  if (all > maxFollowers) throw rejected('ticketId', `has ${maxFollowers} followers, and can have no more`)
  return added.map(({ userId }) => userId)
}

/** @throws DeskError `invalid_input`, which names those who are not active staff who may read the ticket */
export async function requireReaders(
  uow: UnitOfWork,
  ticket: TicketRow,
  path: string,
  userIds: readonly string[],
): Promise<void> {
  const known = await uow.db
    .select({ id: users.id, name: users.name, mayRead: isReader })
    .from(users)
    .innerJoin(tickets, eq(tickets.id, ticket.id))
    .where(inArray(users.id, [...userIds]))
  const byId = new Map(known.map(person => [person.id, person]))
  const others = [...new Set(userIds)].flatMap(id => (byId.get(id)?.mayRead ? [] : (byId.get(id)?.name ?? id)))
  if (others.length > 0) {
    throw rejected(path, `must be active staff who may read the ticket, which these are not: ${others.join(', ')}`)
  }
}

const isReader = sql<boolean>`${isStaffWhoMay('ticket.readStaff', users, tickets)}`

const rejected = (path: string, message: string) => new DeskError('invalid_input', { issues: [{ path, message }] })
