import { quoteValue } from '@gotrs/contract/filter/quote-value'
import { fixedView, fixedViewNames, fixedViews } from '@gotrs/contract/fixed-views'
import type { TicketSort } from '@gotrs/contract/tickets'
import { countCap, type ViewCounts } from '@gotrs/contract/views'
import type { ListParams } from '../list/list-params.ts'

/** A line of the sidebar: a name, the list behind it, how many are in it, and the saved view it is (if it is one). */
export type ViewLink = {
  key: string
  name: string
  q: string
  sort?: TicketSort
  count: number | null
  savedViewId?: string
  isOwn?: boolean
}

export const queueFilter = (name: string) => `${fixedViews.open.q} queue:${quoteValue(name)}`

const everyFixedLink = (counts: ViewCounts | undefined) =>
  fixedViewNames.map(key => {
    const { label, q } = fixedViews[key]
    return { key, name: label, q, count: counts?.[key] ?? null }
  })

/** Those that are worth going to now. */
export const fixedLinks = (counts: ViewCounts | undefined): ViewLink[] =>
  everyFixedLink(counts).filter(({ key, count }) => !fixedView(key).isOnlyWithTickets || (count ?? 0) > 0)

export const queueLinks = (counts: ViewCounts | undefined): ViewLink[] =>
  (counts?.queues ?? []).map(queue => ({
    key: queue.id,
    name: queue.name,
    q: queueFilter(queue.name),
    count: queue.count,
  }))

export const savedLinks = (counts: ViewCounts | undefined): ViewLink[] =>
  (counts?.views ?? []).map(({ id, name, q, sort, count, isOwn }) => ({
    key: id,
    name,
    q,
    sort,
    count,
    savedViewId: id,
    isOwn,
  }))

/** The link of the current list, so that it can be marked and name the list, shown or not. */
export function linkOf(counts: ViewCounts | undefined, { q, sort }: ListParams): ViewLink | undefined {
  const links: ViewLink[] = [...everyFixedLink(counts), ...queueLinks(counts), ...savedLinks(counts)]
  return (
    links.find(link => link.q === q && link.sort === sort) ??
    links.find(link => link.q === q && link.sort === undefined)
  )
}

/** The server counts no further than its cap; from there on it is "999+". */
export const countText = (count: number) => (count >= countCap ? `${countCap - 1}+` : String(count))
