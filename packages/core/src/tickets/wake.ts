import type { TicketVerbInput, TicketVersion } from '@gotrs/contract/tickets'
import { tickets } from '@gotrs/db/tables/tickets'
import { and, asc, eq, inArray, isNotNull, lte, or, sql } from 'drizzle-orm'
import type { ClockTask } from '../kernel/clock.ts'
import { reaction } from '../kernel/reaction.ts'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import { changeTicket, emitAbout, versionOf } from './change.ts'
import { loadSeenTicket } from './load.ts'

/** Brings a snoozed ticket back to the open lists; one that is awake already stays as it is. */
export async function wakeTicket(uow: UnitOfWork, input: TicketVerbInput): Promise<TicketVersion> {
  const ticket = await loadSeenTicket(uow, input, 'ticket.snooze')
  if (ticket.snoozedUntil === null) return versionOf(uow, ticket)
  const changed = await changeTicket(uow, ticket, { patch: { snoozedUntil: null }, isVisible: false })
  emitAbout(uow, changed, 'ticket.woken', { reason: 'person' })
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
 * Ends a snooze in the transaction of what ends it: the customer writes, a held mail is accepted, or the ticket is done.
 * The version is the one that this change made already.
 */
export const endSnooze = reaction({
  name: 'end_snooze',
  on: ['message.received', 'message.accepted', 'ticket.resolved', 'ticket.closed'],
  statements: 1,
  async with({ db, now, emit }, events) {
    // A ticket at its first version was created just now.
    const relevant = events.filter(({ ticketVersion }) => ticketVersion !== 1)
    if (relevant.length === 0) return
    const idsOf = (isReply: boolean) =>
      relevant.flatMap(({ type, ticketId }) =>
        ticketId && isReply === (type === 'message.received') ? [ticketId] : [],
      )
    // Automatic answers and old mail are received too; they do not count as the customer's words.
    const spokeNow = and(inArray(tickets.id, idsOf(true)), eq(tickets.lastCustomerMessageAt, now))
    const ended = await db
      .update(tickets)
      .set({ snoozedUntil: null })
      .where(and(isNotNull(tickets.snoozedUntil), or(spokeNow, inArray(tickets.id, idsOf(false)))))
      .returning({ ticketId: tickets.id, ticketVersion: tickets.version })
    for (const ticket of ended) {
      const because = relevant.find(({ ticketId }) => ticketId === ticket.ticketId)
      if (because?.type.startsWith('message.')) emit(because, 'ticket.woken', { reason: 'reply' }, ticket)
    }
  },
})
