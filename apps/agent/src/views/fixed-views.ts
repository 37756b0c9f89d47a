import { fixedViews } from '@gotrs/contract/views'

/** The three views everybody has, as the sidebar and the headings name them. */
export const fixedViewLinks = {
  mine: { name: 'Mine', q: fixedViews.mine },
  unassigned: { name: 'Unassigned', q: fixedViews.unassigned },
  open: { name: 'All open', q: fixedViews.open },
} as const satisfies Record<keyof typeof fixedViews, { name: string; q: string }>

export type FixedViewName = keyof typeof fixedViewLinks
export const fixedViewNames: readonly FixedViewName[] = ['mine', 'unassigned', 'open']
