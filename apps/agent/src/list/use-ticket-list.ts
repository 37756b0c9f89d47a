import { keepPreviousData } from '@tanstack/react-query'
import { trpc } from '../api/trpc.ts'
import type { ListParams } from './list-params.ts'

/** The tickets of a list, page by page; each page goes on after the last row of the one before. */
export function useTicketList({ q, sort }: ListParams) {
  const pages = trpc.tickets.list.useInfiniteQuery(
    { q: q || undefined, sort, limit: 50 },
    { getNextPageParam: page => page.nextCursor ?? undefined, placeholderData: keepPreviousData },
  )
  return { ...pages, tickets: pages.data?.pages.flatMap(page => page.items) ?? [] }
}
