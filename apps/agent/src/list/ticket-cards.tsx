import type { SearchMatch } from '@gotrs/contract/tickets'
import { HeldMark } from '../marks/held-mark.tsx'
import { PriorityMark } from '../marks/priority-mark.tsx'
import { SpamMark } from '../marks/spam-mark.tsx'
import { StatusMark } from '../marks/status-mark.tsx'
import styles from './rows.module.css'
import { TicketLink, UnreadDot } from './ticket-link.tsx'
import { TicketPreview } from './ticket-preview.tsx'
import type { ListRow } from './use-leaving-rows.ts'
import { Waiting } from './waiting.tsx'

type RowProps = ListRow & { match: SearchMatch | undefined; isOpen: boolean; isMarked: boolean }
type RowsProps = {
  rows: ListRow[]
  matches: ReadonlyMap<string, SearchMatch>
  openNumber: number | null
  marked: number | null
}

/** The list where there is little room: beside a ticket, and on a phone. */
export function TicketCards({ rows, matches, openNumber, marked }: RowsProps) {
  return (
    <ul className={styles.cards}>
      {rows.map(({ ticket, isLeaving }) => (
        <TicketCard
          key={ticket.id}
          ticket={ticket}
          match={matches.get(ticket.id)}
          isLeaving={isLeaving}
          isOpen={ticket.number === openNumber}
          isMarked={ticket.number === marked}
        />
      ))}
    </ul>
  )
}

function TicketCard({ ticket, isLeaving, match, isOpen, isMarked }: RowProps) {
  const { staff } = ticket
  return (
    <li
      className={styles.card}
      data-marked={isMarked || undefined}
      data-leaving={isLeaving || undefined}
      data-unread={staff?.isUnread || undefined}
    >
      <UnreadDot ticket={ticket} />
      <div className={styles.cardLine}>
        <span className={styles.who}>{ticket.customer.name || ticket.customer.email}</span>
        <Waiting ticket={ticket} />
      </div>
      <TicketLink ticket={ticket} isOpen={isOpen} />
      <TicketPreview ticket={ticket} match={match} />
      <div className={styles.facts}>
        <HeldMark ticket={ticket} />
        <SpamMark ticket={ticket} />
        <StatusMark ticket={ticket} />
        {ticket.priority !== 'normal' && <PriorityMark priority={ticket.priority} />}
        <span className={styles.owner}>{staff?.assignee?.name ?? 'Unassigned'}</span>
        <span className={styles.queue}>{staff?.queue.name}</span>
      </div>
    </li>
  )
}
