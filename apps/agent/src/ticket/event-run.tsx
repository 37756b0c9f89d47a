import type { TimelineEvent } from '@gotrs/contract/events'
import type { TicketDetail } from '@gotrs/contract/tickets'
import { Ago } from '@gotrs/web/time/ago.tsx'
import { useState } from 'react'
import { EventLine, UndoButton } from './event-line.tsx'
import { eventText, whoOf } from './event-text.ts'
import styles from './reading.module.css'

/** What happened between two messages, as one thin line; each event on a line of its own on demand. */
export function EventRun({ events, ticket }: { events: TimelineEvent[]; ticket: TicketDetail }) {
  const [isOpen, setOpen] = useState(false)
  const last = events.at(-1)
  if (!last) return null
  if (isOpen || events.length === 1) {
    return events.map((event, at) => {
      const isLastOfAct = events[at + 1]?.staff?.act !== event.staff?.act
      return <EventLine key={event.id} event={event} ticket={ticket} isLastOfAct={isLastOfAct} />
    })
  }
  return (
    <div className={styles.run}>
      <button type="button" className={styles.line} aria-expanded={false} onClick={() => setOpen(true)}>
        <span className={styles.text}>{runText(events)}</span>
        <Ago at={last.createdAt} isShort />
      </button>
      <UndoButton event={last} ticket={ticket} />
    </div>
  )
}

/** "Ben set the priority …, added the tag vpn; the snooze ended": each person once in a row. */
export function runText(events: Parameters<typeof eventText>[0][]): string {
  let before: string | null = null
  let text = ''
  for (const event of events) {
    const [who, sentence] = [whoOf(event), eventText(event)]
    const isSame = who === before && sentence.startsWith(`${who} `)
    if (text) text += isSame ? ', ' : '; '
    text += isSame ? sentence.slice(who.length + 1) : sentence
    before = who
  }
  return text
}
