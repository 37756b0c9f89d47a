import { type TicketSort, ticketPriorities } from '@gotrs/contract/tickets'
import { tickets } from '@gotrs/db/tables/tickets'
import { type SQL, sql } from 'drizzle-orm'
import { readCursor, timeValue, writeCursor } from '../kernel/cursor.ts'

/** An order of the table of tickets: `match` is one of words. */
export type TicketOrder = Exclude<TicketSort, 'match'>

type Row = typeof tickets.$inferSelect

/** An order of the list, by `by` and then by id. Each has its indexes in db/tables/tickets. */
export type Order = {
  by: SQL
  direction: SQL
  /** Casts a cursor's text back to the type of `by`. */
  cast: SQL
  accepts(value: string): boolean
  valueOf(ticket: Row): string
}

const byTime = { cast: sql`timestamptz`, accepts: timeValue }
const [ascending, descending] = [sql`asc`, sql`desc`]
const created = { by: sql`${tickets.createdAt}`, ...byTime, valueOf: (row: Row) => row.createdAt.toISOString() }

export const orders: Record<TicketOrder, Order> = {
  waiting: {
    by: sql`coalesce(${tickets.waitingSince}, 'infinity'::timestamptz)`,
    direction: ascending,
    cast: byTime.cast,
    accepts: value => value === 'infinity' || timeValue(value),
    valueOf: row => row.waitingSince?.toISOString() ?? 'infinity',
  },
  newest: { ...created, direction: descending },
  oldest: { ...created, direction: ascending },
  updated: {
    by: sql`${tickets.updatedAt}`,
    direction: descending,
    ...byTime,
    valueOf: row => row.updatedAt.toISOString(),
  },
  priority: {
    by: sql`${tickets.priority}`,
    direction: descending,
    cast: sql`ticket_priority`,
    accepts: value => ticketPriorities.some(priority => priority === value),
    valueOf: row => row.priority,
  },
}

const listOf = (sort: TicketOrder) => `tickets ${sort}`

export const cursorAfter = (sort: TicketOrder, last: Row): string =>
  writeCursor(listOf(sort), { value: orders[sort].valueOf(last), id: last.id })

/** What comes after the cursor. @throws DeskError `invalid_cursor` */
export function afterCursor(sort: TicketOrder, cursor: string | undefined): SQL | undefined {
  if (cursor === undefined) return undefined
  const { by, direction, cast, accepts } = orders[sort]
  const { value, id } = readCursor(listOf(sort), cursor, accepts)
  const isLater = direction === ascending ? sql`>` : sql`<`
  return sql`(${by}, ${tickets.id}) ${isLater} (${value}::${cast}, ${id}::uuid)`
}
