import { quoteValue } from '@gotrs/contract/filter/quote-value'
import { fixedView, fixedViewNames, fixedViews } from '@gotrs/contract/fixed-views'
import type { TicketSort } from '@gotrs/contract/tickets'
import type { View, ViewCounts } from '@gotrs/contract/views'
import type { ListParams } from '../list/list-params.ts'

/** A line of the sidebar: a name, the list behind it, how many are in it, and the saved view it is (if it is one). */
export type ViewLink = {
  key: string
  name: string
  q: string
  sort?: TicketSort
  count: number | null
  saved?: View
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

/** Saved views: one's own first, then those that others share. */
export const savedLinks = (counts: ViewCounts | undefined): ViewLink[] =>
  (counts?.views ?? [])
    .map(({ count, ...saved }) => ({ key: saved.id, name: saved.name, q: saved.q, sort: saved.sort, count, saved }))
    .toSorted((left, right) => Number(right.saved.isOwn) - Number(left.saved.isOwn))

export const ownLinks = (counts: ViewCounts | undefined) => savedLinks(counts).filter(link => !link.saved?.isShared)
export const sharedLinks = (counts: ViewCounts | undefined) => savedLinks(counts).filter(link => link.saved?.isShared)

/** Who made a shared view; null for one that is not shared. */
export const sharedBy = ({ saved }: ViewLink): string | null =>
  saved?.isShared ? `Shared by ${saved.isOwn ? 'you' : saved.ownerName}` : null

/** The link of the current list, so that it can be marked and name the list, shown or not. */
export function linkOf(counts: ViewCounts | undefined, { q, sort }: ListParams): ViewLink | undefined {
  const links: ViewLink[] = [...everyFixedLink(counts), ...queueLinks(counts), ...savedLinks(counts)]
  return (
    links.find(link => link.q === q && link.sort === sort) ??
    links.find(link => link.q === q && link.sort === undefined)
  )
}
