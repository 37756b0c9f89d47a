import { countCap } from '@gotrs/contract/count-cap'
import { DeskError } from '@gotrs/contract/errors'
import type { Filter } from '@gotrs/contract/filter/ast'
import { countSearchTerms, hasText, isTimed } from '@gotrs/contract/filter/limits'
import { parseFilter } from '@gotrs/contract/filter/parse'
import { maxSearchTerms } from '@gotrs/contract/filter/search-text'
import { type FixedView, fixedViewNames, fixedViews, forFixedViews } from '@gotrs/contract/fixed-views'
import type { View, ViewCounts } from '@gotrs/contract/views'
import { queues } from '@gotrs/db/tables/people'
import { tickets } from '@gotrs/db/tables/tickets'
import { and, eq, type SQL, sql } from 'drizzle-orm'
import type { UserActor } from '../kernel/actor.ts'
import { plannedAsUsual, plannedOnce } from '../kernel/bounded-reads.ts'
import { namedQuery, rememberedQuery, runStatement } from '../kernel/prepared.ts'
import { requirePerson } from '../kernel/require-grant.ts'
import { scopeKey } from '../kernel/scopes.ts'
import type { Reader } from '../kernel/unit-of-work.ts'
import { compileFilter } from '../tickets/compile-filter.ts'
import { isOneOf } from '../tickets/filter-sql/ids.ts'
import { type Found, lookUp, nothingToFind } from '../tickets/filter-sql/look-up.ts'
import { countUpTo } from '../tickets/page-of-ids.ts'
import { partsOf } from '../tickets/parts.ts'
import { countFound } from '../tickets/search.ts'
import { listViews } from './queries.ts'

const maxShown = 100

/**
 * The sidebar, each figure up to `countCap`: one statement for what everybody has, and one to three for the saved views.
 * Each figure reads that many entries of an index, whatever the number of tickets.
 */
export async function countViews(reader: Reader): Promise<ViewCounts> {
  const actor = requirePerson(reader, 'view.use')
  const [fixed, saved] = await Promise.all([countFixed(reader, actor), listViews(reader)])
  return { ...fixed, views: await countSaved(reader, saved) }
}

type Counted = { queues: ViewCounts['queues']; figures: number[] }

async function countFixed(reader: Reader, actor: UserActor): Promise<Omit<ViewCounts, 'views'>> {
  const query = rememberedQuery(['counts', ...scopeKey(actor)], () => figuresInSql(reader, actor))
  const [counted] = await runStatement<Counted>(reader.db, query)
  return { ...forFixedViews((_, at) => counted?.figures[at] ?? 0), queues: counted?.queues ?? [] }
}

/** The same text for every agent, and another one for every admin. */
function figuresInSql(reader: Reader, actor: UserActor): SQL {
  const figures = fixedViewNames.map(name =>
    name === 'open' ? countOpen(reader) : countOf(reader, filterOf(name), nothingToFind),
  )
  return sql`with shown as materialized (${queuesShown(reader, actor)})
    select array[${sql.join(figures, sql`, `)}]::int[] as figures, (select coalesce(json_agg(shown), '[]') from shown) as queues`
}

const filterOf = (name: FixedView): Filter => parseFilter(fixedViews[name].q)

const countOf = (reader: Reader, filter: Filter, found: Found): SQL =>
  countUpTo(countCap, partsOf(reader, filter, found, null))

/**
 * The open tickets of the actor's queues have been counted for the queues, unless there are more queues than are shown.
 * What is left to count is assigned to the actor in other queues.
 */
function countOpen(reader: Reader): SQL {
  const parts = partsOf(reader, filterOf('open'), nothingToFind, null)
  const cap = sql.raw(String(countCap))
  const inQueues = sql`(select coalesce(sum(count), 0) from shown)`
  return sql`case when (select count(*) from shown) = ${sql.raw(String(maxShown))} then ${countUpTo(countCap, parts)}
    when ${inQueues} >= ${cap} then ${cap}
    else least(${inQueues} + ${countUpTo(countCap, parts.slice(1))}, ${cap}) end`
}

/** The open tickets of the actor's queues, all of which the actor may read; every queue is an admin's. */
function queuesShown(reader: Reader, actor: UserActor): SQL {
  const isOpen = compileFilter(reader, filterOf('open'), nothingToFind.names)
  const open = countUpTo(countCap, [{ keys: null, where: and(eq(tickets.queueId, queues.id), isOpen) ?? isOpen }])
  const own = actor.role === 'admin' ? sql`true` : isOneOf(queues.id, actor.queueIds)
  return sql`select ${queues.id}, ${queues.name}::text, ${open}::int as count from ${queues} where ${own}
    order by ${queues.name} limit ${sql.raw(String(maxShown))}`
}

async function countSaved(reader: Reader, shown: View[]): Promise<ViewCounts['views']> {
  if (shown.length === 0) return []
  const filters = searchable(shown)
  // How common a name is, and how long ago a time, decide how the statement is best planned.
  const [, found] = await Promise.all([send(reader, plannedAsUsual), lookUp(reader, [...filters.values()])])
  const [texts, others] = split(filters, hasText)
  const [timed, untimed] = split(new Map(others), isTimed)
  const count = ([view, filter]: Asked) => countView(reader, filter, found).then(figure => [view, figure] as const)
  const counted = await Promise.all([
    ...[send(reader, plannedOnce), ...untimed.map(count)],
    ...[send(reader, plannedAsUsual), ...timed.map(count)],
  ])
  const figures = new Map(counted.filter(it => it !== null))
  for (const [view, filter] of texts) figures.set(view, await countFound(reader, filter, found).catch(nullIfRefused))
  return shown.map(view => ({ ...view, count: figures.get(view) ?? null }))
}

type Asked = [view: View, filter: Filter]

function split(filters: Map<View, Filter>, has: (filter: Filter) => boolean): [Asked[], Asked[]] {
  const { with: those = [], without = [] } = Object.groupBy(filters, ([, filter]) => (has(filter) ? 'with' : 'without'))
  return [those, without]
}

/** Sends a setting of the transaction; what is sent after it has it. */
const send = ({ db }: Reader, setting: string): Promise<null> => db.$client.query(setting).then(() => null)

/** One statement for each view, all sent at once. Views of one form have the same text, which is prepared. */
async function countView(reader: Reader, filter: Filter, found: Found): Promise<number | null> {
  const count = ifReadable(() => countOf(reader, filter, found))
  if (count === null) return null
  const query = namedQuery(sql`select ${count}::int as figure`)
  const [row] = await runStatement<{ figure: number }>(reader.db, query)
  return row?.figure ?? null
}

/** All views together search for no more than one list may: a hundred saved searches would cost a hundred. */
function searchable(views: View[]): Map<View, Filter> {
  let left = maxSearchTerms
  const found = new Map<View, Filter>()
  for (const view of views) {
    const filter = ifReadable(() => parseFilter(view.q))
    const terms = filter ? countSearchTerms(filter) : 0
    if (!filter || terms > left) continue
    left -= terms
    found.set(view, filter)
  }
  return found
}

/** What the language no longer takes, or what names too many people, is not counted; its list says what is wrong with it. */
function nullIfRefused(error: unknown): null {
  if (error instanceof DeskError) return null
  throw error
}

function ifReadable<T>(work: () => T): T | null {
  try {
    return work()
  } catch (error) {
    return nullIfRefused(error)
  }
}
