import type { Filter } from '@gotrs/contract/filter/ast'
import { hasText, isSearch, limitSearch } from '@gotrs/contract/filter/limits'
import { parseFilter } from '@gotrs/contract/filter/parse'
import type { ListTicketsInput, TicketPage, TicketSort } from '@gotrs/contract/tickets'
import type { SQL } from 'drizzle-orm'
import { isStaffActor } from '../kernel/actor.ts'
import type { ListOptions } from '../kernel/bounded-reads.ts'
import { recordCheck } from '../kernel/permission-record.ts'
import { type NamedQuery, namedQuery, rememberedQuery, runStatement } from '../kernel/prepared.ts'
import { scopeKey } from '../kernel/scopes.ts'
import type { Reader } from '../kernel/unit-of-work.ts'
import { isOfSidebar } from './conjuncts.ts'
import { exactMatches, headMatches } from './exact-matches.ts'
import { excerptsOf } from './excerpts.ts'
import { type Found, lookUp, nothingToFind } from './filter-sql/look-up.ts'
import { afterCursor, cursorAfter, type TicketOrder } from './orders.ts'
import { pageOfIds } from './page-of-ids.ts'
import { partsOf } from './parts.ts'
import { searchTickets } from './search.ts'
import { readRows, showTicket } from './shape.ts'

const usualLimit = 50

/**
 * One page of the tickets that the reader may see: first their ids, then what is shown of them. Two statements, and one
 * before them where the filter holds names or times. @throws DeskError `invalid_filter`, `invalid_cursor`
 */
export async function listTickets(reader: Reader, input: ListTicketsInput): Promise<TicketPage> {
  const filter = filterOf(input)
  limitSearch(filter)
  if (hasText(filter)) return listFound(reader, input, filter)
  const sort = orderFor(reader, input.sort)
  const limit = input.limit ?? usualLimit
  const after = afterCursor(sort, input.cursor)
  const page = { sort, after, limit: limit + 1, isPrepared: isPrepared(input, filter) }
  const ids = await findIds(reader, filter, page)
  const rows = await readRows(reader, ids.slice(0, limit))
  const last = ids.length > limit ? rows.at(-1)?.ticket : undefined
  return {
    items: rows.map(row => showTicket(reader, row)),
    nextCursor: last ? cursorAfter(sort, last) : null,
    search: null,
  }
}

/** The tickets with these words. Without a given order, tickets that the text names exactly come first. */
async function listFound(reader: Reader, input: ListTicketsInput, filter: Filter): Promise<TicketPage> {
  const { cursor, limit = usualLimit, sort = 'match' } = input
  const names = await lookUp(reader, [filter])
  const named = sort === 'match' ? await firstMatches(reader, input, filter, names) : []
  // A page has to have room for the others as well.
  const exact = named.slice(0, limit - 1)
  const shown = cursor === undefined ? exact : []
  const page = await searchTickets(
    reader,
    { filter, names, exact },
    { sort: sort === 'match' ? sort : orderFor(reader, sort), cursor, limit: limit - shown.length },
  )
  const ids = [...shown, ...page.ids]
  const rows = await readRows(reader, ids)
  return {
    items: rows.map(row => showTicket(reader, row)),
    nextCursor: page.nextCursor,
    search: {
      isCut: page.isCut,
      searchedBackTo: page.searchedBackTo?.toISOString() ?? null,
      matches: await excerptsOf(reader, filter, ids),
    },
  }
}

/** What the text names as it is, then what has its words in the head. */
async function firstMatches(reader: Reader, input: ListTicketsInput, filter: Filter, names: Found): Promise<string[]> {
  const exact = await exactMatches(reader, input.q ?? '', filterOf({ ...input, q: undefined }), names)
  return [...exact, ...(await headMatches(reader, filter, names, exact))]
}

type Page = { sort: TicketOrder; after: SQL | undefined; limit: number; isPrepared: boolean }

async function findIds(reader: Reader, filter: Filter, page: Page): Promise<string[]> {
  const { db, actor } = reader
  const found = await lookUp(reader, [filter])
  if (page.isPrepared && found === nothingToFind) {
    recordCheck(actor, 'ticket.read')
    const key = ['page', page.sort, filter, ...scopeKey(actor)]
    return idsOf(
      db,
      rememberedQuery(key, () => pageOfIds(partsOf(reader, filter, found, page.sort), page)),
    )
  }
  const parts = partsOf(reader, filter, found, page.sort)
  if (parts.length === 0) return []
  const statement = pageOfIds(parts, page)
  return idsOf(db, page.isPrepared ? namedQuery(statement) : statement)
}

const idsOf = async (db: Reader['db'], statement: SQL | NamedQuery): Promise<string[]> =>
  (await runStatement<{ id: string }>(db, statement)).map(row => row.id)

/** The ids of the tickets that the filter finds, at most so many. @throws DeskError `invalid_filter` */
export async function listTicketIds(reader: Reader, q: string, limit: number): Promise<string[]> {
  const filter = parseFilter(q)
  limitSearch(filter)
  if (!hasText(filter)) return findIds(reader, filter, { sort: 'newest', after: undefined, limit, isPrepared: false })
  const names = await lookUp(reader, [filter])
  const ids = new Set<string>()
  let cursor: string | undefined
  do {
    const page = await searchTickets(reader, { filter, names, exact: [] }, { sort: 'newest', cursor, limit: 200 })
    for (const id of page.ids) ids.add(id)
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined && ids.size < limit)
  return [...ids]
}

/** How the kernel runs the list. @throws DeskError `invalid_filter` */
export function listOptionsOf(input: ListTicketsInput): ListOptions {
  const filter = filterOf(input)
  return { isSearch: isSearch(filter), isPlannedOnce: isPrepared(input, filter) }
}

/** Only where there are few different statements. */
const isPrepared = ({ cursor, limit = usualLimit }: ListTicketsInput, filter: Filter): boolean =>
  cursor === undefined && limit === usualLimit && isOfSidebar(filter)

/** Since when somebody waits is for staff; a cursor would tell it to customers, who get their latest first instead. */
function orderFor(reader: Reader, sort: TicketSort = 'waiting'): TicketOrder {
  const order = sort === 'match' ? 'waiting' : sort
  return order === 'waiting' && !isStaffActor(reader.actor) ? 'updated' : order
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
