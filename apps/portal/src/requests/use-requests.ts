import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { getQueryKey } from '@trpc/react-query'
import { trpc } from '../api/trpc.ts'
import { type ListView, listInput } from './list-view.ts'

/**
 * The requests of a view, page by page. By hand rather than by tRPC's own infinite query: that one sends a `direction`
 * along, which the strict inputs of the contract reject.
 */
export function useRequests(view: ListView) {
  const { client } = trpc.useUtils()
  const input = listInput(view)
  return useInfiniteQuery({
    queryKey: getQueryKey(trpc.tickets.list, input, 'infinite'),
    queryFn: ({ pageParam, signal }) => client.tickets.list.query({ ...input, cursor: pageParam }, { signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: page => page.nextCursor ?? undefined,
    // The cards of the view before stay until the new ones are here: nothing jumps.
    placeholderData: keepPreviousData,
  })
}
