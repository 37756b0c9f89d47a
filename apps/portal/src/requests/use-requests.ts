import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { ask } from '../api/call.ts'
import { keyOf } from '../api/use-desk.ts'
import { type ListView, listInput } from './list-view.ts'

/** The requests of a view, page by page. */
export function useRequests(view: ListView, isStaff: boolean) {
  const input = listInput(view, isStaff)
  return useInfiniteQuery({
    queryKey: keyOf('tickets.list', input),
    queryFn: ({ pageParam }) => ask('tickets.list', { ...input, cursor: pageParam }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: page => page.nextCursor ?? undefined,
    // The cards of the view before stay until the new ones are here: nothing jumps.
    placeholderData: keepPreviousData,
  })
}
