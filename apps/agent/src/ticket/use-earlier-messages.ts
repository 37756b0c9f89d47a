import type { TicketDetail } from '@gotrs/contract/tickets'
import { getQueryKey } from '@trpc/react-query'
import { useState } from 'react'
import { trpc } from '../api/trpc.ts'
import { usePages } from '../api/use-pages.ts'

/** Pages of messages from the newest back; asked for only once somebody wants what the ticket itself did not bring. */
export function useEarlierMessages(ticket: TicketDetail) {
  const [isWanted, setWanted] = useState(false)
  const { client } = trpc.useUtils()
  const input = { ticketId: ticket.id, limit: 100 }
  const pages = usePages({
    queryKey: getQueryKey(trpc.messages.list, input, 'infinite'),
    load: (cursor, signal) => client.messages.list.query({ ...input, cursor }, { signal }),
    nextCursor: page => page.earlierCursor,
    enabled: isWanted,
  })
  const isBegun = pages.data !== undefined
  return {
    messages: pages.data?.pages.flatMap(page => page.items) ?? [],
    hasMore: isBegun ? pages.hasNextPage : ticket.messages.earlierCursor !== null,
    isLoading: pages.isFetching && (!isBegun || pages.isFetchingNextPage),
    error: pages.error,
    load: () => (isBegun ? void pages.fetchNextPage() : isWanted ? void pages.refetch() : setWanted(true)),
  }
}
