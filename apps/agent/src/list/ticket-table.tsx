import type { SearchMatch } from '@gotrs/contract/tickets'
import { Face } from '../marks/face.tsx'
import { StatusMark } from '../marks/status-mark.tsx'
import { PresentFaces } from '../presence/present-faces.tsx'
import { useMe } from '../session/use-session.ts'
import { useListParams } from './list-params.ts'
import { type RowFact, rowFacts } from './row-facts.ts'
import { RowFacts } from './row-facts-view.tsx'
import rowStyles from './rows.module.css'
import styles from './table.module.css'
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

/** The facts that have no column of their own. */
const inSubject: ReadonlySet<RowFact> = new Set(['priority', 'held', 'spam'])

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
          <th scope="col" className={styles.statusColumn}>
            Status
          </th>
          <th scope="col" className={styles.queueColumn}>
            Queue
          </th>
          <th scope="col" className={styles.ownerColumn}>
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
  const { customer, staff } = ticket
  const facts = rowFacts(ticket, useMe(), useListParams().q)
  return (
    <tr
      className={rowStyles.row}
      data-marked={isMarked || undefined}
      data-leaving={isLeaving || undefined}
      data-unread={staff?.isUnread || undefined}
    >
      <td>
        <UnreadDot ticket={ticket} />
        <div className={styles.person}>
          <Face person={customer} />
          <span className={rowStyles.who} dir="auto">
            {customer.name || customer.email}
          </span>
        </div>
      </td>
      <td>
        <div className={styles.what}>
          <TicketLink ticket={ticket} match={match} isOpen={isOpen} />
          <TicketPreview ticket={ticket} match={match} />
          <PresentFaces ticketId={ticket.id} />
          <RowFacts ticket={ticket} facts={facts.filter(fact => inSubject.has(fact))} />
        </div>
      </td>
      <td>
        <StatusMark ticket={ticket} />
      </td>
      <td className={styles.queueColumn}>{staff?.queue.name}</td>
      <td className={styles.ownerColumn}>
        {staff?.assignee ? (
          <div className={`${styles.person} ${styles.owner}`}>
            <Face person={staff.assignee} isColleague isSmall />
            <span dir="auto">{staff.assignee.name}</span>
          </div>
        ) : (
          <span className={styles.nobody}>–</span>
        )}
      </td>
      <td>
        <Waiting ticket={ticket} isColumn />
      </td>
    </tr>
  )
}
