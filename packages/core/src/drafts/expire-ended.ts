import { drafts } from '@gotrs/db/tables/drafts'
import { and, lt, ne, sql } from 'drizzle-orm'
import type { ClockTask } from '../kernel/clock.ts'

const keptMs = 30 * 24 * 60 * 60_000
const batchSize = 1_000

/** Removes the empty rows of drafts that were sent or deleted a month ago: a window that slept longer finds no row, and is rejected too. */
export const expireEndedDrafts: ClockTask = {
  name: 'drafts.expireEnded',
  cron: '17 3 * * *',
  async batch({ db, now }) {
    const over = db
      .select({ row: sql`ctid` })
      .from(drafts)
      .where(and(ne(drafts.state, 'open'), lt(drafts.updatedAt, new Date(now.getTime() - keptMs))))
      .limit(batchSize)
    const removed = await db.delete(drafts).where(sql`ctid = any(array(${over}))`)
    return removed.rowCount ?? 0
  },
}
