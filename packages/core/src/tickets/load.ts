import { DeskError } from '@gotrs/contract/errors'
import type { TicketRef } from '@gotrs/contract/ids'
import type { TicketAction } from '@gotrs/contract/permissions'
import { events } from '@gotrs/db/tables/events'
import { users } from '@gotrs/db/tables/people'
import { tickets } from '@gotrs/db/tables/tickets'
import { and, asc, eq, gt, type SQL, sql } from 'drizzle-orm'
import type { Actor } from '../kernel/actor.ts'
import { recordCheck } from '../kernel/permission-record.ts'
import { preparedKinds } from '../kernel/prepared.ts'
import { requireGrant } from '../kernel/require-grant.ts'
import { preparedScope, scopeKind, scopeValues, ticketScope } from '../kernel/scopes.ts'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'

export type TicketRow = typeof tickets.$inferSelect

/** With `any`, as without a version, the ticket may be at whichever it is. */
type Seen = { ticketId: TicketRef; version?: number | 'any' | undefined }

export const refersTo = (ref: TicketRef): SQL =>
  typeof ref === 'number' ? eq(tickets.number, ref) : eq(tickets.id, ref)

const lockedTicket = preparedKinds((db, { ticketId, actor }: { ticketId: TicketRef; actor: Actor }) => {
  const key = typeof ticketId === 'number' ? tickets.number : tickets.id
  const isRead = preparedScope(actor, 'ticket.read')
  return db
    .select()
    .from(tickets)
    .where(and(eq(key, sql.placeholder('ticketId')), isRead))
    .for('update')
})

/**
 * Locks the ticket, and checks that the actor may read it (else `not_found`), may do `action` (else `forbidden`) and has
 * seen its latest version (else `ticket_changed`, with what changed since). Customers and the desk itself send no version.
 */
export async function loadTicket(uow: UnitOfWork, input: Seen, action: TicketAction): Promise<TicketRow> {
  const { db, actor } = uow
  const { ticketId } = input
  recordCheck(actor, 'ticket.read')
  const kind = `${typeof ticketId} ${scopeKind(actor)}`
  const [ticket] = await lockedTicket(db, kind, { ticketId, actor }, { ticketId, ...scopeValues(actor) })
  if (!ticket) throw new DeskError('not_found', { noun: 'ticket' })
  requireGrant(uow, action, ticket)
  if (typeof input.version === 'number' && input.version !== ticket.version) {
    throw new DeskError('ticket_changed', {
      version: ticket.version,
      changes: await changesSince(uow, ticket, input.version),
    })
  }
  return ticket
}

/** Whether the actor may do `action` in the ticket, without a lock: for verbs that must lock something else first. */
export async function requireTicket(uow: UnitOfWork, ticketId: TicketRef, action: TicketAction): Promise<void> {
  const [ticket] = await uow.db
    .select()
    .from(tickets)
    .where(and(refersTo(ticketId), ticketScope(uow.actor, 'ticket.read')))
  if (!ticket) throw new DeskError('not_found', { noun: 'ticket' })
  requireGrant(uow, action, ticket)
}

/** As `loadTicket`, for verbs in which staff must say which version they saw, or that any will do. */
export async function loadSeenTicket(uow: UnitOfWork, input: Seen, action: TicketAction): Promise<TicketRow> {
  if (uow.actor.kind === 'user' && uow.actor.role !== 'customer' && input.version === undefined) {
    throw new DeskError('invalid_input', {
      issues: [{ path: 'version', message: 'is missing: send the version of the ticket that you read' }],
    })
  }
  // A customer sees no version. Comparing one that they send would reveal changes that only staff may see.
  const isCustomer = uow.actor.kind === 'user' && uow.actor.role === 'customer'
  return loadTicket(uow, isCustomer ? { ticketId: input.ticketId } : input, action)
}

async function changesSince(uow: UnitOfWork, ticket: TicketRow, version: number) {
  const rows = await uow.db
    .select({ type: events.type, actorName: users.name, at: events.createdAt })
    .from(events)
    .leftJoin(users, eq(users.id, events.actorId))
    .where(and(eq(events.ticketId, ticket.id), gt(events.ticketVersion, version)))
    .orderBy(asc(events.createdAt), asc(events.id))
    .limit(20)
  return rows.map(row => ({ type: row.type, actorName: row.actorName, at: row.at.toISOString() }))
}
