import { DeskError } from '@gotrs/contract/errors'
import type { Filter } from '@gotrs/contract/filter/ast'
import { countSearchTerms, hasText } from '@gotrs/contract/filter/limits'
import { parseFilter } from '@gotrs/contract/filter/parse'
import { maxSearchTerms } from '@gotrs/contract/filter/search-text'
import { fixedViewNames, fixedViews, forFixedViews } from '@gotrs/contract/fixed-views'
import { countCap, type View, type ViewCounts } from '@gotrs/contract/views'
import { queues } from '@gotrs/db/tables/people'
import { tickets } from '@gotrs/db/tables/tickets'
import { and, eq, type SQL, sql } from 'drizzle-orm'
import type { UserActor } from '../kernel/actor.ts'
import { runStatement } from '../kernel/prepared.ts'
import { requirePerson } from '../kernel/require-grant.ts'
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

/** Prepared: the same text for every agent, and another one for every admin. */
async function countFixed(reader: Reader, actor: UserActor): Promise<Omit<ViewCounts, 'views'>> {
  const figures = fixedViewNames.map(name => countOf(reader, parseFilter(fixedViews[name].q), nothingToFind))
  const statement = sql`select array[${sql.join(figures, sql`, `)}]::int[] as figures, ${countQueues(reader, actor)} as queues`
  const [counted] = await runStatement<Counted>(reader.db, statement, { isPrepared: true })
  return { ...forFixedViews((_, at) => counted?.figures[at] ?? 0), queues: counted?.queues ?? [] }
}

const countOf = (reader: Reader, filter: Filter, found: Found): SQL =>
  countUpTo(countCap, partsOf(reader, filter, found, null))

/** The open tickets of the actor's queues, all of which the actor may read; every queue is an admin's. */
function countQueues(reader: Reader, actor: UserActor): SQL {
  const isOpen = compileFilter(reader, parseFilter(fixedViews.open.q), nothingToFind.names)
  const open = countUpTo(countCap, [{ keys: null, where: and(eq(tickets.queueId, queues.id), isOpen) ?? isOpen }])
  const own = actor.role === 'admin' ? sql`true` : isOneOf(queues.id, actor.queueIds)
  const shown = sql`select ${queues.id}, ${queues.name}::text, ${open}::int as count from ${queues} where ${own}
    order by ${queues.name} limit ${sql.raw(String(maxShown))}`
  return sql`(select coalesce(json_agg(shown), '[]') from (${shown}) shown)`
}

async function countSaved(reader: Reader, shown: View[]): Promise<ViewCounts['views']> {
  const filters = searchable(shown)
  const found = await lookUp(reader, [...filters.values()])
  const byIndex = new Map<View, SQL>()
  const figures = new Map<View, number | null>()
  for (const [view, filter] of filters) {
    if (hasText(filter)) figures.set(view, await countFound(reader, filter, found).catch(nullIfRefused))
    else ifReadable(() => byIndex.set(view, countOf(reader, filter, found)))
  }
  const counted = await readFigures(reader, [...byIndex.values()])
  ;[...byIndex.keys()].forEach((view, at) => {
    figures.set(view, counted[at] ?? null)
  })
  return shown.map(view => ({ ...view, count: figures.get(view) ?? null }))
}

async function readFigures(reader: Reader, counts: SQL[]): Promise<number[]> {
  if (counts.length === 0) return []
  const statement = sql`select array[${sql.join(counts, sql`, `)}]::int[] as figures`
  const [row] = await runStatement<{ figures: number[] }>(reader.db, statement, { isPrepared: false })
  return row?.figures ?? []
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
