import { messages } from '@gotrs/db/tables/messages'
import { searchRows } from '@gotrs/db/tables/search-rows'
import { settings } from '@gotrs/db/tables/settings'
import { tickets } from '@gotrs/db/tables/tickets'
import { and, asc, eq, gt, isNull, notExists } from 'drizzle-orm'
import type { ClockTask } from '../kernel/clock.ts'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import { writeTicketRows } from './write-rows.ts'

/** Set by a migration where messages were there before their search rows, or where the rows are to be made again. */
const key = 'searchBackfill'
const atOnce = 200

/** Messages from before there were search rows, oldest first, then tickets that have no message. Ends by itself. */
export const backfillSearchRows: ClockTask = {
  name: 'search.backfill',
  cron: '* * * * *',
  async batch(uow) {
    const [row] = await uow.db.select().from(settings).where(eq(settings.key, key)).for('update')
    if (!row) return 0
    const { after } = row.value as { after?: string }
    const some = await uow.db
      .select({ id: messages.id, ticketId: messages.ticketId })
      .from(messages)
      .where(after ? gt(messages.id, after) : undefined)
      .orderBy(asc(messages.id))
      .limit(atOnce)
    const last = some.at(-1)
    if (!last) return finish(uow)
    const ticketIds = [...new Set(some.map(({ ticketId }) => ticketId))]
    await writeTicketRows(
      uow.db,
      ticketIds,
      some.map(({ id }) => id),
    )
    await uow.db
      .update(settings)
      .set({ value: { after: last.id } })
      .where(eq(settings.key, key))
    return some.length
  },
}

async function finish({ db }: UnitOfWork): Promise<number> {
  const head = db
    .select({ n: searchRows.n })
    .from(searchRows)
    .where(and(eq(searchRows.ticketId, tickets.id), eq(searchRows.part, 'head'), isNull(searchRows.messageId)))
  const left = await db.select({ id: tickets.id }).from(tickets).where(notExists(head)).limit(atOnce)
  await writeTicketRows(
    db,
    left.map(({ id }) => id),
  )
  if (left.length < atOnce) await db.delete(settings).where(eq(settings.key, key))
  return left.length
}
