import type { TicketPage } from '@gotrs/contract/tickets'
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
    // A long list is read again as a whole when a ticket changes: fewer requests.
    load: (cursor, signal) => client.tickets.list.query({ ...input, limit: cursor ? 100 : 50, cursor }, { signal }),
    nextCursor: page => page.nextCursor,
  })
  const { tickets, matches, search } = partsOf(pages.data?.pages ?? none)
  return {
    ...pages,
    tickets,
    matches,
    /** What the last page says of its search. */
    search,
  }
}

const none: TicketPage[] = []
const parts = new WeakMap<readonly TicketPage[], ReturnType<typeof readParts>>()

/** Read once for all who ask: every row does. */
function partsOf(pages: readonly TicketPage[]) {
  const known = parts.get(pages) ?? readParts(pages)
  parts.set(pages, known)
  return known
}

const readParts = (pages: readonly TicketPage[]) => ({
  tickets: pages.flatMap(page => page.items),
  matches: new Map(pages.flatMap(page => page.search?.matches ?? []).map(match => [match.ticketId, match])),
  search: pages.at(-1)?.search ?? null,
})
