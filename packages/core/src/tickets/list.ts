import type { Filter } from '@gotrs/contract/filter/ast'
import { limitSearch, searchTermsOf } from '@gotrs/contract/filter/limits'
import { parseFilter } from '@gotrs/contract/filter/parse'
import { type ListTicketsInput, type TicketPage, type TicketSort, ticketPriorities } from '@gotrs/contract/tickets'
import { tickets } from '@gotrs/db/tables/tickets'
import { and, asc, desc, type SQL, sql } from 'drizzle-orm'
import { isStaffActor } from '../kernel/actor.ts'
import { readCursor, timeValue, writeCursor } from '../kernel/cursor.ts'
import type { Reader } from '../kernel/unit-of-work.ts'
import { selectTickets, showTicket } from './shape.ts'
import { withinScope } from './within-scope.ts'

type Row = Parameters<typeof showTicket>[1]['ticket']
type Order = {
  by: SQL
  isDescending: boolean
  /** Casts a cursor's text back to the type of `by`. */
  cast: string
  accepts(value: string): boolean
  valueOf(ticket: Row): string
}

const waiting = sql`coalesce(${tickets.waitingSince}, 'infinity'::timestamptz)`
const priorityValue = (value: string) => ticketPriorities.some(priority => priority === value)
const byTime = { cast: 'timestamptz', accepts: timeValue }

const orders: Record<TicketSort, Order> = {
  waiting: {
    by: waiting,
    isDescending: false,
    cast: 'timestamptz',
    accepts: value => value === 'infinity' || timeValue(value),
    valueOf: row => row.waitingSince?.toISOString() ?? 'infinity',
  },
  newest: { by: sql`${tickets.createdAt}`, isDescending: true, ...byTime, valueOf: row => row.createdAt.toISOString() },
  oldest: {
    by: sql`${tickets.createdAt}`,
    isDescending: false,
    ...byTime,
    valueOf: row => row.createdAt.toISOString(),
  },
  updated: {
    by: sql`${tickets.updatedAt}`,
    isDescending: true,
    ...byTime,
    valueOf: row => row.updatedAt.toISOString(),
  },
  priority: {
    by: sql`${tickets.priority}`,
    isDescending: true,
    cast: 'ticket_priority',
    accepts: priorityValue,
    valueOf: row => row.priority,
  },
}

/** One page of the tickets the reader may see, in one statement. @throws DeskError `invalid_filter`, `invalid_cursor` */
export async function listTickets(reader: Reader, input: ListTicketsInput): Promise<TicketPage> {
  const sort = sortFor(reader, input.sort)
  const order = orders[sort]
  const limit = input.limit ?? 50
  const direction = order.isDescending ? desc : asc
  const filter = filterOf(input)
  limitSearch(filter)
  const rows = await selectTickets(reader)
    .where(and(withinScope(reader, filter), afterCursor(sort, input.cursor)))
    .orderBy(direction(order.by), direction(tickets.id))
    .limit(limit + 1)
  const shown = rows.slice(0, limit)
  const last = rows.length > limit ? shown.at(-1)?.ticket : undefined
  return {
    items: shown.map(row => showTicket(reader, row)),
    nextCursor: last ? writeCursor(listOf(sort), { value: order.valueOf(last), id: last.id }) : null,
  }
}

/** Does it look inside texts or names? @throws DeskError `invalid_filter` */
export const isTicketSearch = (input: ListTicketsInput): boolean => searchTermsOf(filterOf(input)).length > 0

/** Since when somebody waits is for staff; a cursor would tell it to customers, who get their latest first instead. */
function sortFor(reader: Reader, sort: TicketSort = 'waiting'): TicketSort {
  return sort === 'waiting' && !isStaffActor(reader.actor) ? 'updated' : sort
}

/** The whole input as one filter: its text, and each field that narrows further. */
function filterOf(input: ListTicketsInput): Filter {
  const all: Filter[] = []
  if (input.q) all.push(parseFilter(input.q))
  if (input.status) all.push({ field: 'status', in: input.status })
  if (input.priority) all.push({ field: 'priority', in: input.priority })
  if (input.assignee) all.push({ field: 'assignee', is: input.assignee })
  if (input.customer) all.push({ field: 'customer', is: input.customer })
  if (input.queue) all.push({ field: 'queue', is: input.queue })
  if (input.tag) all.push({ field: 'tag', is: input.tag.toLowerCase() })
  return { and: all }
}

const listOf = (sort: TicketSort) => `tickets ${sort}`

function afterCursor(sort: TicketSort, cursor: string | undefined): SQL | undefined {
  if (cursor === undefined) return undefined
  const order = orders[sort]
  const { value, id } = readCursor(listOf(sort), cursor, order.accepts)
  const operator = sql.raw(order.isDescending ? '<' : '>')
  return sql`(${order.by}, ${tickets.id}) ${operator} (${value}::${sql.raw(order.cast)}, ${id}::uuid)`
}
