import type { TimelineEvent } from '@gotrs/contract/events'
import { Ago } from '@gotrs/web/time/ago.tsx'
import { eventText } from './event-text.ts'
import styles from './reading.module.css'

/** Something that happened between two messages, as one thin line. */
export function EventLine({ event }: { event: TimelineEvent }) {
  return (
    <p className={styles.line}>
      <span className={styles.text}>{eventText(event)}</span>
      <Ago at={event.createdAt} isShort />
    </p>
  )
}
