import type { Filter } from '@gotrs/contract/filter/ast'
import { searchTermsOf } from '@gotrs/contract/filter/limits'
import { parseFilter } from '@gotrs/contract/filter/parse'
import { isSearchable, maxSearchTerms } from '@gotrs/contract/filter/search-text'
import { countCap, type FixedView, fixedViewNames, fixedViews, type ViewCounts } from '@gotrs/contract/views'
import { queues } from '@gotrs/db/tables/people'
import { tickets } from '@gotrs/db/tables/tickets'
import { views } from '@gotrs/db/tables/views'
import { asc, desc, eq, inArray, or, type SQL, sql } from 'drizzle-orm'
import type { UserActor } from '../kernel/actor.ts'
import { requirePerson } from '../kernel/require-grant.ts'
import type { Reader } from '../kernel/unit-of-work.ts'
import { withinScope } from '../tickets/within-scope.ts'

const maxShown = 100

/** The sidebar: three statements, whatever the number of tickets; each figure stops at `countCap`. */
export async function countViews(reader: Reader): Promise<ViewCounts> {
  const actor = requirePerson(reader, 'view.use')
  const shownQueues = await ownQueues(reader, actor)
  const shownViews = await viewsOf(reader, actor)
  const fixed = fixedViewNames.map(name => parseFilter(fixedViews[name]))
  const byQueue = shownQueues.map<Filter>(queue => ({
    and: [parseFilter(fixedViews.open), { field: 'queue', is: queue.id }],
  }))
  const counted = affordable(shownViews)
  const figures = await countEach(reader, [...fixed, ...byQueue, ...counted.map(view => view.filter)])
  const rest = figures.slice(fixed.length)
  return {
    ...fixedFigures(figures),
    queues: shownQueues.map((queue, at) => ({ ...queue, count: rest[at] ?? 0 })),
    views: shownViews.map(shown => {
      const { filter: _filter, ...view } = shown
      const at = counted.indexOf(shown)
      return { ...view, count: at < 0 ? null : (rest[shownQueues.length + at] ?? 0) }
    }),
  }
}

/** In the order of their names. */
const fixedFigures = (figures: number[]) =>
  Object.fromEntries(fixedViewNames.map((name, at) => [name, figures[at] ?? 0])) as Record<FixedView, number>
/** All views together search for no more than one list may: a hundred saved searches would cost a hundred. */
function affordable<V extends { filter: Filter }>(views: V[]): V[] {
  let left = maxSearchTerms
  return views.filter(({ filter }) => {
    const terms = searchTermsOf(filter)
    if (terms.length > left || !terms.every(isSearchable)) return false
    left -= terms.length
    return true
  })
}

async function countEach(reader: Reader, filters: Filter[]): Promise<number[]> {
  const counted = filters.map(filter => capped(withinScope(reader, filter)))
  const result = await reader.db.execute<{ figures: number[] }>(
    sql`select array[${sql.join(counted, sql`, `)}]::int[] as figures`,
  )
  return result.rows[0]?.figures ?? []
}

const capped = (where: SQL) =>
  sql`(select count(*) from (select 1 from ${tickets} where ${where} limit ${countCap}) as found)`

const ownQueues = (reader: Reader, actor: UserActor) =>
  reader.db
    .select({ id: queues.id, name: sql<string>`${queues.name}::text` })
    .from(queues)
    .where(actor.role === 'admin' ? undefined : inArray(queues.id, [...actor.queueIds]))
    .orderBy(asc(queues.name))
    .limit(maxShown)

const viewsOf = (reader: Reader, actor: UserActor) =>
  reader.db
    .select({
      id: views.id,
      name: views.name,
      q: views.q,
      sort: views.sort,
      isShared: views.isShared,
      isOwn: sql<boolean>`${views.ownerId} = ${actor.id}`,
      filter: views.filter,
    })
    .from(views)
    .where(or(eq(views.ownerId, actor.id), eq(views.isShared, true)))
    .orderBy(desc(views.isShared), asc(views.name))
    .limit(maxShown)
