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

/** The list alone, over the full width. */
export function TicketTable({ rows, matches, openNumber, marked }: RowsProps) {
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
        {rows.map(({ ticket, isLeaving }) => (
          <TicketRow
            key={ticket.id}
            ticket={ticket}
            match={matches.get(ticket.id)}
            isLeaving={isLeaving}
            isOpen={ticket.number === openNumber}
            isMarked={ticket.number === marked}
          />
        ))}
      </tbody>
    </table>
  )
}

function TicketRow({ ticket, isLeaving, match, isOpen, isMarked }: RowProps) {
  const { staff } = ticket
  return (
    <tr
      className={styles.row}
      data-marked={isMarked || undefined}
      data-leaving={isLeaving || undefined}
      data-unread={staff?.isUnread || undefined}
    >
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
