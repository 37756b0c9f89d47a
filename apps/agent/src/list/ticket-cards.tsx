import type { SearchMatch, Ticket } from '@gotrs/contract/tickets'
import { HeldMark } from '../marks/held-mark.tsx'
import { PriorityMark } from '../marks/priority-mark.tsx'
import { SpamMark } from '../marks/spam-mark.tsx'
import { StatusMark } from '../marks/status-mark.tsx'
import styles from './rows.module.css'
import { TicketLink, UnreadDot } from './ticket-link.tsx'
import { TicketPreview } from './ticket-preview.tsx'
import { Waiting } from './waiting.tsx'

type RowProps = { ticket: Ticket; match: SearchMatch | undefined; isOpen: boolean }
type RowsProps = { tickets: Ticket[]; matches: ReadonlyMap<string, SearchMatch>; openNumber: number }

/** The list where there is little room: beside a ticket, and on a phone. */
export function TicketCards({ tickets, matches, openNumber }: RowsProps) {
  return (
    <ul className={styles.cards}>
      {tickets.map(ticket => (
        <TicketCard
          key={ticket.id}
          ticket={ticket}
          match={matches.get(ticket.id)}
          isOpen={ticket.number === openNumber}
        />
      ))}
    </ul>
  )
}

function TicketCard({ ticket, match, isOpen }: RowProps) {
  const { staff } = ticket
  return (
    <li className={styles.card} data-open={isOpen || undefined} data-unread={staff?.isUnread || undefined}>
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
