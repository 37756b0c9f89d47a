import { deletionReasons } from '@gotrs/db/tables/events'
import { inArray, lt } from 'drizzle-orm'
import type { ClockTask } from '../kernel/clock.ts'

const keptMs = 365 * 24 * 60 * 60_000
const batchSize = 1_000

/** Reasons are free text and may name people; that a ticket was deleted, and by whom, stays in its event. */
export const expireDeletionReasons: ClockTask = {
  name: 'tickets.expireDeletionReasons',
  cron: '53 3 * * *',
  async batch({ db, now }) {
    const over = db
      .select({ ticketId: deletionReasons.ticketId })
      .from(deletionReasons)
      .where(lt(deletionReasons.createdAt, new Date(now.getTime() - keptMs)))
      .limit(batchSize)
    const removed = await db.delete(deletionReasons).where(inArray(deletionReasons.ticketId, over))
    return removed.rowCount ?? 0
  },
}
