import type { TicketDetail } from '@gotrs/contract/tickets'
import { useQueryClient } from '@tanstack/react-query'
import { getQueryKey } from '@trpc/react-query'
import { useState } from 'react'
import { trpc } from '../api/trpc.ts'

const justNow = 1_000

/**
 * The draft of the ticket. A ticket that the server has sent just now brings it; one that the page kept from an earlier
 * visit may hold an older draft, so that it is read again.
 */
export function useStoredDraft(ticket: TicketDetail) {
  const client = useQueryClient()
  const [brought] = useState(() => {
    const key = getQueryKey(trpc.tickets.get, { ticketId: ticket.number }, 'query')
    const sentAt = client.getQueryState(key)?.dataUpdatedAt ?? 0
    return Date.now() - sentAt < justNow ? (ticket.staff?.draft ?? null) : undefined
  })
  return trpc.drafts.get.useQuery(
    { ticketId: ticket.id },
    {
      initialData: brought,
      staleTime: Number.POSITIVE_INFINITY,
      gcTime: 0,
      refetchOnWindowFocus: false,
      refetchOnReconnect: false,
    },
  )
}
