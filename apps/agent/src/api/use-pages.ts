import { keepPreviousData, type QueryKey, useInfiniteQuery } from '@tanstack/react-query'

type Options<Page> = {
  /** From getQueryKey(procedure, input, 'infinite'), so that invalidating the procedure reaches it. */
  queryKey: QueryKey
  load: (cursor: string | undefined, signal: AbortSignal) => Promise<Page>
  nextCursor: (page: Page) => string | null
  enabled?: boolean
}

/**
 * A keyset-paged list, page by page. Not tRPC's own useInfiniteQuery: that one sends a `direction` with the input, which
 * the strict schemas of the desk reject.
 */
export function usePages<Page>({ queryKey, load, nextCursor, enabled = true }: Options<Page>) {
  return useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam, signal }) => load(pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: page => nextCursor(page) ?? undefined,
    placeholderData: keepPreviousData,
    enabled,
  })
}
