import type { Filter } from '@gotrs/contract/filter/ast'
import { limitSearch, searchTermsOf } from '@gotrs/contract/filter/limits'
import { parseFilter } from '@gotrs/contract/filter/parse'
import type { ListTicketsInput, TicketPage, TicketSort } from '@gotrs/contract/tickets'
import { isStaffActor } from '../kernel/actor.ts'
import { runStatement } from '../kernel/prepared.ts'
import type { Reader } from '../kernel/unit-of-work.ts'
import { lookUp } from './filter-sql/look-up.ts'
import { afterCursor, cursorAfter } from './orders.ts'
import { pageOfIds } from './page-of-ids.ts'
import { partsOf } from './parts.ts'
import { readRows, showTicket } from './shape.ts'

/**
 * One page of the tickets that the reader may see: first their ids, then what is shown of them. Two statements, and one
 * before them where the filter holds names or times. @throws DeskError `invalid_filter`, `invalid_cursor`
 */
export async function listTickets(reader: Reader, input: ListTicketsInput): Promise<TicketPage> {
  const sort = sortFor(reader, input.sort)
  const limit = input.limit ?? 50
  const filter = filterOf(input)
  limitSearch(filter)
  const ids = await findIds(reader, filter, { sort, cursor: input.cursor, limit: limit + 1 })
  const rows = await readRows(reader, ids.slice(0, limit))
  const last = ids.length > limit ? rows.at(-1)?.ticket : undefined
  return { items: rows.map(row => showTicket(reader, row)), nextCursor: last ? cursorAfter(sort, last) : null }
}

type Page = { sort: TicketSort; cursor: string | undefined; limit: number }

async function findIds(reader: Reader, filter: Filter, { sort, cursor, limit }: Page): Promise<string[]> {
  const after = afterCursor(sort, cursor)
  const found = await lookUp(reader, [filter])
  const parts = partsOf(reader, filter, found, sort)
  if (parts.length === 0) return []
  const rows = await runStatement<{ id: string }>(reader.db, pageOfIds(parts, { sort, after, limit }), {
    isPrepared: false,
  })
  return rows.map(row => row.id)
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
