import { settings } from '@gotrs/db/tables/settings'
import { tickets } from '@gotrs/db/tables/tickets'
import { and, asc, eq, lt } from 'drizzle-orm'
import type { ClockTask } from '../kernel/clock.ts'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import { closeTicket } from './close.ts'

const defaultDays = 7
const batchSize = 50

/** Resolved tickets close by themselves after the number of days in the setting `autoCloseDays` (0: never). */
export const closeResolvedTickets: ClockTask = {
  name: 'close_resolved_tickets',
  cron: '*/10 * * * *',
  async batch(uow) {
    const days = await autoCloseDays(uow)
    if (days === 0) return 0
    const before = new Date(uow.now.getTime() - days * 86_400_000)
    const due = await uow.db
      .select({ id: tickets.id })
      .from(tickets)
      .where(and(eq(tickets.status, 'resolved'), lt(tickets.resolvedAt, before)))
      .orderBy(asc(tickets.resolvedAt))
      .limit(batchSize)
      .for('update', { skipLocked: true })
    for (const { id } of due) await closeTicket(uow, { ticketId: id })
    return due.length
  },
}

async function autoCloseDays(uow: UnitOfWork): Promise<number> {
  const [row] = await uow.db.select().from(settings).where(eq(settings.key, 'autoCloseDays'))
  return typeof row?.value === 'number' && row.value >= 0 ? row.value : defaultDays
}
