import type { TicketDetail } from '@gotrs/contract/tickets'
import { Ago } from '@gotrs/web/time/ago.tsx'
import { useDisclosure } from '@mantine/hooks'
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import { eventText } from './event-text.ts'
import styles from './rail.module.css'

/** Everything that happened to the ticket, the latest first, on demand. */
export function HistorySection({ ticket }: { ticket: TicketDetail }) {
  const [isOpen, list] = useDisclosure(false)
  const Icon = isOpen ? IconChevronDown : IconChevronRight
  return (
    <section className={styles.section} aria-labelledby="history-heading">
      <h2 id="history-heading" className={styles.heading}>
        History
        <button
          type="button"
          className={styles.toggle}
          aria-label={`${isOpen ? 'Hide' : 'Show'} history, ${ticket.events.length} events`}
          aria-expanded={isOpen}
          onClick={list.toggle}
        >
          {ticket.events.length}
          <Icon size={14} aria-hidden />
        </button>
      </h2>
      {isOpen && (
        <ul className={styles.history}>
          {ticket.events.toReversed().map(event => (
            <li key={event.id}>
              <span>{eventText(event)}</span>
              <Ago at={event.createdAt} isShort />
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
