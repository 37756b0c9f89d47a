import { getQueryKey } from '@trpc/react-query'
import { trpc } from '../api/trpc.ts'
import { usePages } from '../api/use-pages.ts'
import type { ListParams } from './list-params.ts'

/** The tickets of a list, page by page; each page continues after the last row of the previous one. */
export function useTicketList({ q, sort }: ListParams) {
  const { client } = trpc.useUtils()
  const input = { q: q || undefined, sort, limit: 50 }
  const pages = usePages({
    queryKey: getQueryKey(trpc.tickets.list, input, 'infinite'),
    load: (cursor, signal) => client.tickets.list.query({ ...input, cursor }, { signal }),
    nextCursor: page => page.nextCursor,
  })
  const read = pages.data?.pages ?? []
  const matches = new Map(read.flatMap(page => page.search?.matches ?? []).map(match => [match.ticketId, match]))
  return {
    ...pages,
    tickets: read.flatMap(page => page.items),
    matches,
    /** What the last page says of its search. */
    search: read.at(-1)?.search ?? null,
  }
}
