import type { Message } from '@gotrs/contract/messages'
import type { TicketDetail } from '@gotrs/contract/tickets'
import { Button } from '@mantine/core'
import { Fragment, useCallback, useEffect, useState } from 'react'
import { errorText } from '../api/error-text.ts'
import { FoldedMessage } from '../message/folded-message.tsx'
import { HeldCard } from '../message/held-card.tsx'
import { MessageCard } from '../message/message-card.tsx'
import { EventRun } from './event-run.tsx'
import reading from './reading.module.css'
import styles from './ticket.module.css'
import { foldRuns, mergeMessages, timelineOf } from './timeline.ts'
import { isFoldable } from './unread.ts'
import { useEarlierMessages } from './use-earlier-messages.ts'
import { useLinkedMessage } from './use-linked-message.ts'
import { useReading } from './use-reading.ts'

/** Each has a frame of its own: of a long conversation the earlier ones are folded. */
const MOST_OPEN = 120

/** What was said and what happened, newest at the bottom; an unread ticket begins at its first unread message. */
export function Conversation({ ticket }: { ticket: TicketDetail }) {
  const earlier = useEarlierMessages(ticket)
  const messages = mergeMessages(earlier.messages, ticket.messages.items)
  const { view, unread, arrived, showArrived } = useReading(ticket)
  const linked = useLinkedMessage({ messages, earlier, pin: view.pin })
  const isOpening = useOpening()
  const [opened, setOpened] = useState<readonly string[]>([])
  const open = useCallback((id: string) => setOpened(ids => [...ids, id]), [])
  const firstNew = messages.findIndex(({ id }) => id === unread)
  const places = new Map(messages.map(({ id }, at) => [id, at]))
  const firstOpen = Math.max(firstNew, messages.length - MOST_OPEN)
  const isFolded = (message: Message) =>
    (places.get(message.id) ?? 0) < firstOpen && isFoldable(message) && ![...opened, linked].includes(message.id)
  return (
    <div className={styles.conversationFrame}>
      <section
        ref={view.scroller}
        className={styles.conversation}
        id="conversation"
        aria-label="Conversation"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard
        tabIndex={0}
      >
        <div className={styles.messages} ref={view.content} data-opening={isOpening || undefined}>
          {earlier.hasMore && (
            <Button variant="default" loading={earlier.isLoading} onClick={earlier.load} className={styles.earlier}>
              {earlier.error ? `${errorText(earlier.error)} Try again` : 'Show earlier messages'}
            </Button>
          )}
          {foldRuns(timelineOf(messages, ticket.events, earlier.hasMore)).map(item => {
            if (item.kind === 'events')
              return <EventRun key={item.events[0]?.id} events={item.events} ticket={ticket} />
            const { message } = item
            return (
              <Fragment key={message.id}>
                {message.id === unread && firstNew > 0 && (
                  <p className={reading.newSince} id="new-since">
                    New since you looked
                  </p>
                )}
                {isFolded(message) ? (
                  <FoldedMessage message={message} onOpen={open} />
                ) : message.kind === 'held' ? (
                  <HeldCard message={message} ticket={ticket} isLinked={message.id === linked} />
                ) : (
                  <MessageCard message={message} ticket={ticket} />
                )}
              </Fragment>
            )
          })}
        </div>
      </section>
      {arrived > 0 && (
        <Button className={reading.arrived} onClick={showArrived}>
          {arrived === 1 ? '1 new message' : `${arrived} new messages`} ↓
        </Button>
      )}
    </div>
  )
}

/** The frames of mails have their heights after this at the latest. */
const FRAMES_MS = 500

/** True at first: what is drawn before all frames have their heights would jump. */
function useOpening(): boolean {
  const [isOpening, setOpening] = useState(true)
  useEffect(() => {
    const timer = setTimeout(() => setOpening(false), FRAMES_MS)
    return () => clearTimeout(timer)
  }, [])
  return isOpening
}
