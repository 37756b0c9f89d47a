import type { Message } from '@gotrs/contract/messages'
import type { TicketDetail } from '@gotrs/contract/tickets'
import { useQuery } from '@tanstack/react-query'
import { trpc } from '../api/trpc.ts'

/** More would be hundreds of pages of paper. */
export const maxPrinted = 1_000

/** All messages of a ticket, oldest first; `isCut`: the oldest ones are not there. */
export function useWholeConversation(ticket: TicketDetail | undefined) {
  const { client } = trpc.useUtils()
  return useQuery({
    queryKey: ['print', ticket?.id],
    enabled: ticket !== undefined,
    gcTime: 0,
    queryFn: async ({ signal }) => {
      let messages: Message[] = ticket?.messages.items ?? []
      let cursor = ticket?.messages.earlierCursor ?? null
      while (ticket && cursor !== null && messages.length < maxPrinted) {
        const page = await client.messages.list.query({ ticketId: ticket.id, limit: 100, cursor }, { signal })
        messages = [...page.items, ...messages]
        cursor = page.earlierCursor
      }
      return { messages, isCut: cursor !== null }
    },
  })
}
