import { DeskError } from '@gotrs/contract/errors'
import type { SnoozeTicketInput, TicketVerbInput, TicketVersion } from '@gotrs/contract/tickets'
import { tickets } from '@gotrs/db/tables/tickets'
import { and, asc, eq, inArray, isNotNull, lte, or, sql } from 'drizzle-orm'
import { hasCustomersWords } from '../conversation/columns.ts'
import type { ClockTask } from '../kernel/clock.ts'
import { reaction } from '../kernel/reaction.ts'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import { changeTicket, emitAbout, versionOf } from './change.ts'
import { loadSeenTicket } from './load.ts'
import { requireStatus } from './require-status.ts'

/** Out of the open lists until a time, or until the customer writes. Customers do not notice. */
export async function snoozeTicket(uow: UnitOfWork, input: SnoozeTicketInput): Promise<TicketVersion> {
  const ticket = await loadSeenTicket(uow, input, 'ticket.snooze')
  requireStatus(uow, 'snooze', ticket)
  const snoozedUntil = new Date(input.until)
  if (snoozedUntil <= uow.now) {
    throw new DeskError('invalid_input', { issues: [{ path: 'until', message: 'must be in the future' }] })
  }
  const changed = changeTicket(uow, ticket, { patch: { snoozedUntil }, isVisible: false })
  emitAbout(uow, changed, 'ticket.snoozed', {
    until: snoozedUntil.toISOString(),
    previousUntil: ticket.snoozedUntil?.toISOString() ?? null,
  })
  return versionOf(uow, changed)
}

/** Brings a snoozed ticket back to the open lists; one that is awake already stays as it is. */
export async function wakeTicket(uow: UnitOfWork, input: TicketVerbInput): Promise<TicketVersion> {
  const ticket = await loadSeenTicket(uow, input, 'ticket.snooze')
  if (ticket.snoozedUntil === null) return versionOf(uow, ticket)
  const changed = changeTicket(uow, ticket, { patch: { snoozedUntil: null }, isVisible: false })
  emitAbout(uow, changed, 'ticket.woken', { reason: 'person', previousUntil: ticket.snoozedUntil.toISOString() })
  return versionOf(uow, changed)
}

const batchSize = 50

/** Snoozed tickets whose time has come. What somebody holds at this moment comes with the next tick. */
export const wakeDueTickets: ClockTask = {
  name: 'wake_due_tickets',
  cron: '* * * * *',
  async batch(uow) {
    const due = await uow.db
      .select({ id: tickets.id })
      .from(tickets)
      .where(lte(tickets.snoozedUntil, uow.now))
      .orderBy(asc(tickets.snoozedUntil), asc(tickets.id))
      .limit(batchSize)
      .for('update', { skipLocked: true })
    if (due.length === 0) return 0
    const woken = await uow.db
      .update(tickets)
      .set({ snoozedUntil: null, version: sql`${tickets.version} + 1` })
      .where(
        inArray(
          tickets.id,
          due.map(({ id }) => id),
        ),
      )
      .returning({ ticketId: tickets.id, ticketVersion: tickets.version })
    for (const ticket of woken) uow.emit('ticket.woken', { reason: 'time' }, ticket)
    return woken.length
  },
}

/**
 * Ends a snooze in the transaction of what ends it: the customer writes, a message of theirs is moved here, a held mail is
 * accepted, or the ticket is done. The version is the one that this change made already.
 */
export const endSnooze = reaction({
  name: 'end_snooze',
  on: ['message.received', 'message.moved', 'message.accepted', 'ticket.resolved', 'ticket.closed'],
  statements: 1,
  async with({ db, now, emit }, events) {
    // A ticket at its first version was created just now. The ticket that a message left goes on as it was.
    const relevant = events.filter(
      ({ ticketVersion, ticketId, type, payload }) =>
        ticketVersion !== 1 && (type !== 'message.moved' || ticketId === payload.toTicketId),
    )
    if (relevant.length === 0) return
    const idsOf = (...types: string[]) =>
      relevant.flatMap(({ type, ticketId }) => (ticketId && types.includes(type) ? [ticketId] : []))
    const moved = relevant.flatMap(({ type, payload }) => (type === 'message.moved' ? [payload.messageId] : []))
    // Automatic answers and old mail are received and moved too; they do not count as the customer's words.
    const spokeNow = and(inArray(tickets.id, idsOf('message.received')), eq(tickets.lastCustomerMessageAt, now))
    const isEntered = and(inArray(tickets.id, idsOf('message.moved')), hasCustomersWords(tickets.id, moved))
    const isOver = inArray(tickets.id, idsOf('message.accepted', 'ticket.resolved', 'ticket.closed'))
    const ended = await db
      .update(tickets)
      .set({ snoozedUntil: null })
      .where(and(isNotNull(tickets.snoozedUntil), or(spokeNow, isEntered, isOver)))
      .returning({ ticketId: tickets.id, ticketVersion: tickets.version })
    for (const ticket of ended) {
      const because = relevant.find(({ ticketId }) => ticketId === ticket.ticketId)
      if (because?.type.startsWith('message.')) emit(because, 'ticket.woken', { reason: 'reply' }, ticket)
    }
  },
})
