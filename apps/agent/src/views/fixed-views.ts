import { type FixedView, fixedViews } from '@gotrs/contract/views'

type FixedLink = { name: string; q: string; isOnlyWithTickets?: boolean }

/** The views everybody has, as the sidebar and the headings name them. `isOnlyWithTickets`: not offered while it is empty. */
export const fixedViewLinks = {
  mine: { name: 'Mine', q: fixedViews.mine },
  unassigned: { name: 'Unassigned', q: fixedViews.unassigned },
  open: { name: 'All open', q: fixedViews.open },
  held: { name: 'Held mail', q: fixedViews.held, isOnlyWithTickets: true },
} as const satisfies Record<FixedView, FixedLink>

export const isOffered = (name: FixedView, count: number | null) => {
  const { isOnlyWithTickets = false }: FixedLink = fixedViewLinks[name]
  return !isOnlyWithTickets || (count ?? 0) > 0
}
