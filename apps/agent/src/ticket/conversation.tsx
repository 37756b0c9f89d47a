import type { TicketDetail } from '@gotrs/contract/tickets'
import { Button } from '@mantine/core'
import { getQueryKey } from '@trpc/react-query'
import { useState } from 'react'
import { errorText } from '../api/error-text.ts'
import { trpc } from '../api/trpc.ts'
import { usePages } from '../api/use-pages.ts'
import { HeldCard } from '../message/held-card.tsx'
import { MessageCard } from '../message/message-card.tsx'
import { EventLine } from './event-line.tsx'
import styles from './ticket.module.css'
import { mergeMessages, timelineOf } from './timeline.ts'

/** What was said and what happened, newest at the bottom. */
export function Conversation({ ticket }: { ticket: TicketDetail }) {
  const earlier = useEarlierMessages(ticket)
  const messages = mergeMessages(earlier.messages, ticket.messages.items)
  return (
    <section
      className={styles.conversation}
      id="conversation"
      aria-label="Conversation"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard
      tabIndex={0}
    >
      <div className={styles.messages}>
        {earlier.hasMore && (
          <Button
            variant="default"
            size="xs"
            loading={earlier.isLoading}
            onClick={earlier.load}
            className={styles.earlier}
          >
            {earlier.error ? `${errorText(earlier.error)} Try again` : 'Show earlier messages'}
          </Button>
        )}
        {timelineOf(messages, ticket.events, earlier.hasMore).map(item =>
          item.kind === 'event' ? (
            <EventLine key={item.event.id} event={item.event} />
          ) : item.message.kind === 'held' ? (
            <HeldCard key={item.message.id} message={item.message} ticket={ticket} />
          ) : (
            <MessageCard key={item.message.id} message={item.message} ticket={ticket} />
          ),
        )}
      </div>
    </section>
  )
}

/** Pages of messages from the newest back; asked for only once somebody wants what the ticket itself did not bring. */
function useEarlierMessages(ticket: TicketDetail) {
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
