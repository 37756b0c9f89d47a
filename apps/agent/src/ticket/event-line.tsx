import type { TimelineEvent } from '@gotrs/contract/events'
import type { TicketDetail } from '@gotrs/contract/tickets'
import { isUndoneIn, undoOf } from '@gotrs/contract/undo'
import { Ago } from '@gotrs/web/time/ago.tsx'
import { trpc } from '../api/trpc.ts'
import { eventText } from './event-text.ts'
import styles from './reading.module.css'
import { undo } from './undo.ts'

type EventLineProps = {
  event: TimelineEvent
  ticket: TicketDetail
  /** What one transaction did is undone as a whole: by its last line. */
  isLastOfAct: boolean
}

/** Something that happened between two messages, as one thin line. */
export function EventLine({ event, ticket, isLastOfAct }: EventLineProps) {
  return (
    <p className={styles.line}>
      <span className={styles.text}>
        <span data-undone={isUndoneIn(event.id, ticket.events) || undefined}>{eventText(event)}</span>
        {isLastOfAct && <UndoButton event={event} ticket={ticket} />}
      </span>
      <Ago at={event.createdAt} isShort />
    </p>
  )
}

/** Takes back what happened with the event. Nothing where that is not possible. */
export function UndoButton({ event, ticket }: { event: TimelineEvent; ticket: TicketDetail }) {
  const utils = trpc.useUtils()
  const eventId = undoOf(event, ticket.events, Date.now())
  if (eventId === null) return null
  const { id: ticketId, number } = ticket
  return (
    <button
      type="button"
      className={styles.undo}
      aria-label={`Undo: ${eventText(event)}`}
      onClick={() => void undo(utils, { ticketId, number }, { eventId })}
    >
      Undo
    </button>
  )
}
