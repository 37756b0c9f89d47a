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

/** The list alone, over the full width. */
export function TicketTable({ tickets, matches, openNumber }: RowsProps) {
  return (
    <table className={styles.table}>
      <caption className="visually-hidden">Tickets</caption>
      <thead>
        <tr>
          <th scope="col" className={styles.whoColumn}>
            Customer
          </th>
          <th scope="col">Subject</th>
          <th scope="col" className={styles.factColumn}>
            Status
          </th>
          <th scope="col" className={styles.factColumn}>
            Priority
          </th>
          <th scope="col" className={styles.queueColumn}>
            Queue
          </th>
          <th scope="col" className={styles.queueColumn}>
            Assignee
          </th>
          <th scope="col" className={styles.timeColumn}>
            Waiting
          </th>
        </tr>
      </thead>
      <tbody>
        {tickets.map(ticket => (
          <TicketRow
            key={ticket.id}
            ticket={ticket}
            match={matches.get(ticket.id)}
            isOpen={ticket.number === openNumber}
          />
        ))}
      </tbody>
    </table>
  )
}

function TicketRow({ ticket, match, isOpen }: RowProps) {
  const { staff } = ticket
  return (
    <tr className={styles.row} data-unread={staff?.isUnread || undefined}>
      <td className={styles.whoCell}>
        <UnreadDot ticket={ticket} />
        <span className={styles.who}>{ticket.customer.name || ticket.customer.email}</span>
      </td>
      <td>
        <div className={styles.what}>
          <TicketLink ticket={ticket} isOpen={isOpen} />
          <TicketPreview ticket={ticket} match={match} />
          <HeldMark ticket={ticket} />
          <SpamMark ticket={ticket} />
        </div>
      </td>
      <td>
        <StatusMark ticket={ticket} />
      </td>
      <td>
        <PriorityMark priority={ticket.priority} />
      </td>
      <td className={styles.queue}>{staff?.queue.name}</td>
      <td className={styles.owner}>{staff?.assignee?.name ?? '–'}</td>
      <td className={styles.timeCell}>
        <Waiting ticket={ticket} isColumn />
      </td>
    </tr>
  )
}
