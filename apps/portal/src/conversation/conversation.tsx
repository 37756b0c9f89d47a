import type { TicketDetail } from '@gotrs/contract/tickets'
import { Ago } from '@gotrs/web/time/ago.tsx'
import { useEffect, useRef, useState } from 'react'
import { Button } from '../controls/button.tsx'
import { ErrorNote } from '../controls/note.tsx'
import { announce } from '../frame/announcer.tsx'
import { useDesk } from '../frame/desk.ts'
import { eventText, type Line, linesOf } from './lines.ts'
import classes from './message.module.css'
import { MessageView } from './message-view.tsx'
import { useThread } from './use-thread.ts'

/** So many of the latest lines show at first; a slow phone draws no more frames than somebody reads. */
const shownAtFirst = 8

/** The conversation, newest at the bottom, as a quiet thread. */
export function Conversation({ ticket, userId }: { ticket: TicketDetail; userId: string }) {
  const { messages, earlier, loadEarlier } = useThread(ticket.id, ticket.messages)
  const [isFolded, setFolded] = useState(true)
  const lines = linesOf(messages, ticket.events, loadEarlier !== null)
  // New messages never collapse what is on the screen.
  const [folded] = useState(() => Math.max(0, lines.length - shownAtFirst))
  const shown = isFolded ? lines.slice(folded) : lines
  const hasMore = (isFolded && folded > 0) || loadEarlier !== null
  useAnnouncedAnswers(ticket, userId)

  const showEarlier = () => {
    if (isFolded && folded > 0) setFolded(false)
    else loadEarlier?.()
  }

  return (
    <section aria-label="Conversation">
      {hasMore ? (
        <div className={classes.earlier}>
          <Button look="quiet" isBusy={earlier.isPending} onClick={showEarlier}>
            Show earlier messages
          </Button>
        </div>
      ) : null}
      <ErrorNote error={earlier.error} />
      <ol className={classes.list}>
        {shown.map(line => (
          <li key={line.kind === 'message' ? line.message.id : line.event.id}>
            <LineView line={line} userId={userId} />
          </li>
        ))}
      </ol>
    </section>
  )
}

function LineView({ line, userId }: { line: Line; userId: string }) {
  const businessName = useDesk()?.businessName ?? 'We'
  if (line.kind === 'message') return <MessageView message={line.message} userId={userId} />
  return (
    <p className={classes.event}>
      {eventText(line.event, userId, businessName)} <Ago at={line.at} />
    </p>
  )
}

/** Says that an answer came in, to those who listen to the screen. */
function useAnnouncedAnswers(ticket: TicketDetail, userId: string) {
  const last = ticket.messages.items.findLast(message => message.kind === 'public')
  const known = useRef(last?.id)
  useEffect(() => {
    if (!last || last.id === known.current) return
    known.current = last.id
    if (last.author.id !== userId) announce(`New answer from ${last.author.name}`)
  }, [last, userId])
}
