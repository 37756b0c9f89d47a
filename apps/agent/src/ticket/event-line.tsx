import type { TimelineEvent } from '@gotrs/contract/events'
import { Ago } from '@gotrs/web/time/ago.tsx'
import { eventText } from './event-text.ts'
import type { Names } from './sentence.ts'
import styles from './ticket.module.css'

/** Something that happened between two messages, as one thin line. */
export function EventLine({ event, names }: { event: TimelineEvent; names: Names }) {
  return (
    <p className={styles.event}>
      <span>{eventText(event, names)}</span>
      <Ago at={event.createdAt} />
    </p>
  )
}
