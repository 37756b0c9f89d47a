import type { EventPayload, EventType } from '@gotrs/contract/events'
import type { TicketVersion } from '@gotrs/contract/tickets'
import { tickets } from '@gotrs/db/tables/tickets'
import { eq, sql } from 'drizzle-orm'
import { sentDraft } from '../conversation/send-draft.ts'
import { placeholdersFor, preparedKinds } from '../kernel/prepared.ts'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import type { TicketRow } from './load.ts'

export type TicketPatch = Partial<
  Omit<typeof tickets.$inferInsert, 'id' | 'number' | 'version' | 'createdAt' | 'updatedAt'>
>

export type Change = {
  patch: TicketPatch
  /** Can the ticket's customer see what changed? Only then does `updatedAt` move. */
  isVisible: boolean
  /** It is the actor's draft on the ticket: the draft is sent in the same statement, and their other windows get a hint. */
  sendsDraft?: boolean
}

/** Built once for each set of columns. */
const changedTicket = preparedKinds((db, { patch, sendsDraft }: { patch: TicketPatch; sendsDraft: boolean }) =>
  (sendsDraft ? db.with(sentDraft(db)) : db)
    .update(tickets)
    .set({ ...placeholdersFor(patch), version: sql`${tickets.version} + 1` })
    .where(eq(tickets.id, sql.placeholder('ticketId'))),
)

/**
 * Writes a change of the ticket and makes its next version. Returns the ticket as it is then: the caller has locked the row,
 * so that it is known without the answer of Postgres.
 */
export function changeTicket(uow: UnitOfWork, ticket: TicketRow, change: Change): TicketRow {
  const patch = withoutGaps({ ...change.patch, ...(change.isVisible ? { updatedAt: uow.now } : {}) })
  const sender = change.sendsDraft && uow.actor.kind === 'user' ? uow.actor.id : null
  if (sender !== null) uow.hintOwnWindows('draft.changed', ticket.id)
  const form = { patch, sendsDraft: sender !== null }
  const kind = `${Object.keys(patch)} ${form.sendsDraft}`
  const values = { ...patch, ticketId: ticket.id, sender, now: uow.now }
  uow.sendAhead(changedTicket(uow.db, kind, form, values))
  return { ...ticket, ...patch, version: ticket.version + 1 }
}

const withoutGaps = (patch: TicketPatch): TicketPatch =>
  Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined))

/** Records an event about a ticket at its present version. */
export const emitAbout = <T extends EventType>(
  uow: UnitOfWork,
  ticket: TicketRow,
  type: T,
  payload: EventPayload<T>,
): string => uow.emit(type, payload, { ticketId: ticket.id, ticketVersion: ticket.version })

/** What the change of its status takes from the ticket, for its event. */
export const statusBefore = (ticket: TicketRow) => ({
  previousStatus: ticket.status,
  previousWaitingSince: ticket.waitingSince?.toISOString() ?? null,
  previousSnoozedUntil: ticket.snoozedUntil?.toISOString() ?? null,
  previousResolvedAt: ticket.resolvedAt?.toISOString() ?? null,
  previousClosedAt: ticket.closedAt?.toISOString() ?? null,
})

/** The answer of every verb; customers get no version, because it counts changes that only staff may see. */
export const versionOf = (uow: UnitOfWork, ticket: TicketRow): TicketVersion => ({
  ticketId: ticket.id,
  version: uow.actor.kind === 'user' && uow.actor.role === 'customer' ? null : ticket.version,
})
