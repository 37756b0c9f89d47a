import { DeskError } from '@gotrs/contract/errors'
import type { Filter } from '@gotrs/contract/filter/ast'
import { countSearchTerms, hasText } from '@gotrs/contract/filter/limits'
import { parseFilter } from '@gotrs/contract/filter/parse'
import { maxSearchTerms } from '@gotrs/contract/filter/search-text'
import { fixedViewNames, fixedViews, forFixedViews } from '@gotrs/contract/fixed-views'
import { countCap, type ViewCounts } from '@gotrs/contract/views'
import { queues } from '@gotrs/db/tables/people'
import { asc, inArray, sql } from 'drizzle-orm'
import type { UserActor } from '../kernel/actor.ts'
import { requirePerson } from '../kernel/require-grant.ts'
import type { Reader } from '../kernel/unit-of-work.ts'
import { type Found, lookUp } from '../tickets/filter-sql/look-up.ts'
import { countUpTo } from '../tickets/page-of-ids.ts'
import { partsOf } from '../tickets/parts.ts'
import { countFound } from '../tickets/search.ts'
import { listViews } from './queries.ts'

const maxShown = 100

/** The sidebar: three statements, whatever the number of tickets; each figure stops at `countCap`. */
export async function countViews(reader: Reader): Promise<ViewCounts> {
  const actor = requirePerson(reader, 'view.use')
  const shownQueues = await ownQueues(reader, actor)
  const shownViews = await listViews(reader)
  const fixed = fixedViewNames.map(name => parseFilter(fixedViews[name].q))
  const byQueue = shownQueues.map<Filter>(queue => ({
    and: [parseFilter(fixedViews.open.q), { field: 'queue', is: queue.id }],
  }))
  const saved = countable(shownViews)
  const figures = await countEach(reader, [...fixed, ...byQueue, ...saved.values()])
  const rest = figures.slice(fixed.length)
  const counted = [...saved.keys()]
  return {
    ...forFixedViews((_, at) => figures[at] ?? 0),
    queues: shownQueues.map((queue, at) => ({ ...queue, count: rest[at] ?? 0 })),
    views: shownViews.map(view => {
      const at = counted.indexOf(view)
      return { ...view, count: at < 0 ? null : (rest[shownQueues.length + at] ?? null) }
    }),
  }
}

/**
 * All views together search for no more than one list may: a hundred saved searches would cost a hundred. A text that
 * the language no longer takes is not counted; its list says what is wrong with it.
 */
function countable<V extends { q: string }>(views: V[]): Map<V, Filter> {
  let left = maxSearchTerms
  const found = new Map<V, Filter>()
  for (const view of views) {
    const filter = readableFilter(view.q)
    const terms = filter ? countSearchTerms(filter) : 0
    if (!filter || terms > left) continue
    left -= terms
    found.set(view, filter)
  }
  return found
}

function readableFilter(q: string): Filter | null {
  try {
    return parseFilter(q)
  } catch (error) {
    if (error instanceof DeskError) return null
    throw error
  }
}

/** Null where it would take a long search to know. */
async function countEach(reader: Reader, filters: Filter[]): Promise<(number | null)[]> {
  const found = await lookUp(reader, filters)
  const known = new Map<Filter, number | null>()
  for (const filter of filters.filter(hasText)) known.set(filter, await countFound(reader, filter, found))
  const rest = filters.filter(filter => !known.has(filter))
  const figures = await countByIndex(reader, rest, found)
  rest.forEach((filter, at) => {
    known.set(filter, figures[at] ?? 0)
  })
  return filters.map(filter => known.get(filter) ?? null)
}

async function countByIndex(reader: Reader, filters: Filter[], found: Found): Promise<number[]> {
  const counted = filters.map(filter => countUpTo(countCap, partsOf(reader, filter, found, null)))
  const result = await reader.db.execute<{ figures: number[] }>(
    sql`select array[${sql.join(counted, sql`, `)}]::int[] as figures`,
  )
  return result.rows[0]?.figures ?? []
}

const ownQueues = (reader: Reader, actor: UserActor) =>
  reader.db
    .select({ id: queues.id, name: sql<string>`${queues.name}::text` })
    .from(queues)
    .where(actor.role === 'admin' ? undefined : inArray(queues.id, [...actor.queueIds]))
    .orderBy(asc(queues.name))
    .limit(maxShown)
