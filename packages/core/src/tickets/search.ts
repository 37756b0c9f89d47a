import type { Filter } from '@gotrs/contract/filter/ast'
import { conditionsOf, hasText } from '@gotrs/contract/filter/limits'
import { searchRows } from '@gotrs/db/tables/search-rows'
import { tickets } from '@gotrs/db/tables/tickets'
import { and, eq, type SQL, sql } from 'drizzle-orm'
import { isStaffActor } from '../kernel/actor.ts'
import { isCursorOf, readCursor, writeCursor } from '../kernel/cursor.ts'
import { ticketScope } from '../kernel/scopes.ts'
import type { Reader } from '../kernel/unit-of-work.ts'
import { type Matches, newestMatches, rarestOf, ticketOf } from '../search/newest-matches.ts'
import { type Question, questionsOf } from '../search/question.ts'
import { compileFilter } from './compile-filter.ts'
import { conjunctsOf, isState } from './conjuncts.ts'
import { idArray, isOneOf } from './filter-sql/ids.ts'
import type { Found } from './filter-sql/look-up.ts'
import { afterCursor, cursorAfter, type TicketOrder } from './orders.ts'
import { pageOfIds } from './page-of-ids.ts'
import { partsOf } from './parts.ts'

/** `isCut`: as much was read as one call may, and there may be more. `searchedBackTo`: until when it has looked. */
export type FoundPage = { ids: string[]; nextCursor: string | null; isCut: boolean; searchedBackTo: Date | null }

/** `exact`: shown already, before everything else. */
type Search = { filter: Filter; names: Found; exact: readonly string[] }
type Page<Sort = TicketOrder | 'match'> = { sort: Sort; cursor: string | undefined; limit: number }

const nothing: FoundPage = { ids: [], nextCursor: null, isCut: false, searchedBackTo: null }

/**
 * One page of tickets that hold what is looked for. Where an index finds few tickets (those of a customer, what is open),
 * each of them is looked into, in the order of the list. Everywhere else the newest matches are found first.
 */
export function searchTickets(reader: Reader, search: Search, page: Page): Promise<FoundPage> {
  const { sort, cursor } = page
  const questions = questionsOf(search.filter)
  const isOpen = isState(conjunctsOf(search.filter), 'open')
  const isSmall = !isStaffActor(reader.actor) || search.names.isRare(search.filter) || (isOpen && sort !== 'match')
  // A search goes on as it began, also where there are no longer few tickets.
  const goesOn = cursor === undefined ? null : isCursorOf(listOf(sort), cursor)
  const isWalk = goesOn === null ? isSmall || questions.length === 0 : !goesOn || questions.length === 0
  if (isWalk) {
    return lookInto(reader, search, { ...page, sort: sort === 'match' ? 'updated' : sort }, isSmall ? 500 : 300)
  }
  return sort === 'match'
    ? byNewest(reader, search, questions, page)
    : inOrder(reader, search, questions, { ...page, sort })
}

const maxCounted = 100

/** How many tickets a search finds; null for more than a hundred, and where it would take more than one call to know. */
export async function countFound(reader: Reader, filter: Filter, names: Found): Promise<number | null> {
  const page = { sort: 'match' as const, cursor: undefined, limit: maxCounted }
  const { ids, nextCursor } = await searchTickets(reader, { filter, names, exact: [] }, page)
  return nextCursor === null ? ids.length : null
}

const isNotExact = ({ exact }: Search): SQL =>
  exact.length > 0 ? sql`${tickets.id} <> all(${idArray(exact)})` : sql`true`

async function matchesOf(
  reader: Reader,
  search: Search,
  { question, wanted, before }: { question: Question; wanted: number; before: number | undefined },
): Promise<Matches> {
  const { filter, names } = search
  const scope = ticketScope(reader.actor, 'ticket.read')
  const where = and(scope, compileFilter(reader, filter, names.names), isNotExact(search)) ?? scope
  return newestMatches(reader.db, { question, where, wanted, before })
}

/**
 * Where a page of matches ended. `before`: the number of a row; `asked`: which of the questions, since of a ticket only its
 * newest row with that one counts; `rest`: the cursor of the page among those that are put in order.
 */
type Place = { before: number | undefined; asked: number; rest: string | undefined }

const noId = '00000000-0000-0000-0000-000000000000'
const listOf = (sort: string) => `found tickets ${sort}`

const placeAt = (sort: string, { before = 0, asked, rest = '' }: Place): string =>
  writeCursor(listOf(sort), { value: `${before} ${asked} ${rest}`, id: noId })

function readPlace(sort: string, cursor: string): Place {
  const { value } = readCursor(listOf(sort), cursor, text => /^\d{1,16} \d{1,2} [\w-]*$/.test(text))
  const [before, asked, rest] = value.split(' ')
  return { before: Number(before) || undefined, asked: Number(asked), rest: rest || undefined }
}

async function startAt(reader: Reader, questions: readonly Question[], { sort, cursor }: Page) {
  const place = cursor === undefined ? undefined : readPlace(sort, cursor)
  const question = (place && questions[place.asked]) ?? (await rarestOf(reader.db, questions))
  if (!question) throw new Error('A search has a question.')
  return { question, asked: questions.indexOf(question), before: place?.before, rest: place?.rest }
}

/** Those first in which the words were written last. */
async function byNewest(
  reader: Reader,
  search: Search,
  questions: readonly Question[],
  page: Page,
): Promise<FoundPage> {
  const { question, asked, before } = await startAt(reader, questions, page)
  const wanted = page.limit + 1
  const { found, reached } = await matchesOf(reader, search, { question, wanted, before })
  const shown = found.slice(0, page.limit)
  const next = found.length === wanted ? shown.at(-1)?.n : reached
  return {
    ids: shown.map(({ ticketId }) => ticketId),
    nextCursor: next ? placeAt(page.sort, { before: next, asked, rest: undefined }) : null,
    isCut: found.length < wanted && reached > 0,
    searchedBackTo: found.length < wanted && reached > 0 ? await timeOf(reader, reached) : null,
  }
}

/** As many matches as are put in order at once; the next ones follow when those have been read. */
const maxSorted = 500

/** The newest matches in another order. */
async function inOrder(
  reader: Reader,
  search: Search,
  questions: readonly Question[],
  page: Page<TicketOrder>,
): Promise<FoundPage> {
  const { sort, limit } = page
  const { question, asked, before, rest } = await startAt(reader, questions, page)
  const { found, reached } = await matchesOf(reader, search, { question, wanted: maxSorted, before })
  const among = isOneOf(
    tickets.id,
    found.map(({ ticketId }) => ticketId),
  )
  const parts = [{ first: among, where: sql`true` }]
  const { rows } = await reader.db.execute<{ id: string }>(
    pageOfIds(parts, { sort, after: afterCursor(sort, rest), limit: limit + 1 }),
  )
  const ids = rows.slice(0, limit).map(({ id }) => id)
  const last = rows.length > limit ? await rowOf(reader, ids.at(-1)) : undefined
  if (last) return { ...nothing, ids, nextCursor: placeAt(sort, { before, asked, rest: cursorAfter(sort, last) }) }
  if (reached === 0) return { ...nothing, ids }
  const nextCursor = placeAt(sort, { before: reached, asked, rest: undefined })
  return { ids, nextCursor, isCut: true, searchedBackTo: await timeOf(reader, reached) }
}

/** When the row was written; rows are numbered in that order. */
async function timeOf({ db }: Reader, reached: number): Promise<Date | null> {
  const [row] = await db
    .select({ at: searchRows.at })
    .from(searchRows)
    .where(sql`${searchRows.n} >= ${reached}`)
    .orderBy(searchRows.n)
    .limit(1)
  return row?.at ?? null
}

async function rowOf({ db }: Reader, id: string | undefined) {
  if (id === undefined) return undefined
  const [row] = await db.select().from(tickets).where(eq(tickets.id, id))
  return row
}

/** At least so many tickets are looked into, for however many words. */
const minLookedInto = 100

/** Walks the order of the list and looks into each ticket, `most` of them for one word, fewer for many words. */
async function lookInto(
  reader: Reader,
  search: Search,
  { sort, cursor, limit }: Page<TicketOrder>,
  most: number,
): Promise<FoundPage> {
  const [texts, others] = splitByText(search.filter)
  const length = Math.max(minLookedInto, Math.floor(most / conditionsOf(texts).length))
  const parts = partsOf(reader, others, search.names, sort)
  if (parts.length === 0) return nothing
  const walked = pageOfIds(parts, { sort, after: afterCursor(sort, cursor), limit: length })
  const where = and(compileFilter(reader, texts, search.names.names), isNotExact(search))
  const { rows } = await reader.db.execute<{ walked: number; last: string | null; found: string[] }>(sql`
    with walked as materialized (select id, row_number() over () as place from (${walked}) page)
    select (select count(*) from walked)::int as walked, (select id from walked order by place desc limit 1) as last,
      coalesce((select json_agg(id) from (
        select ${tickets.id} from (select * from walked order by place) walked
        cross join lateral ${ticketOf(sql`walked.id`)} where ${where}
        order by walked.place limit ${limit + 1}) found), '[]') as found`)
  const [row] = rows
  if (!row) throw new Error('A row without a table is one row.')
  const ids = row.found.slice(0, limit)
  const isFull = row.found.length > limit
  const isCut = !isFull && row.walked === length
  const last = isFull || isCut ? await rowOf(reader, isFull ? ids.at(-1) : (row.last ?? undefined)) : undefined
  const nextCursor = last ? cursorAfter(sort, last) : null
  return { ids, nextCursor, isCut, searchedBackTo: (isCut && last && lookedBackTo[sort]?.(last)) || null }
}

/** Until when a walk has looked; the other orders do not follow time. */
const lookedBackTo: Partial<Record<TicketOrder, (last: typeof tickets.$inferSelect) => Date>> = {
  newest: last => last.createdAt,
  updated: last => last.updatedAt,
}

/** What looks inside texts, and the rest. */
function splitByText(filter: Filter): [Filter, Filter] {
  const parts = 'and' in filter ? filter.and.flatMap(inner => ('and' in inner ? inner.and : [inner])) : [filter]
  return [{ and: parts.filter(hasText) }, { and: parts.filter(part => !hasText(part)) }]
}
