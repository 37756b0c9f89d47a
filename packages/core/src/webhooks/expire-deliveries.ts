import { webhookDeliveries } from '@gotrs/db/tables/webhooks'
import { lt, sql } from 'drizzle-orm'
import type { ClockTask } from '../kernel/clock.ts'

const keptMs = 30 * 24 * 60 * 60_000
const batchSize = 1_000

/** Keeps the log for a month; also deletes deliveries that a switched-off or overloaded webhook never got. */
export const expireDeliveries: ClockTask = {
  name: 'webhooks.expireDeliveries',
  cron: '41 * * * *',
  async batch({ db, now }) {
    const over = db
      .select({ row: sql`ctid` })
      .from(webhookDeliveries)
      .where(lt(webhookDeliveries.createdAt, new Date(now.getTime() - keptMs)))
      .limit(batchSize)
    const removed = await db.delete(webhookDeliveries).where(sql`ctid = any(array(${over}))`)
    return removed.rowCount ?? 0
  },
}
