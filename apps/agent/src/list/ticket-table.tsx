import type { SearchMatch } from '@gotrs/contract/tickets'
import { memo } from 'react'
import { Face } from '../marks/face.tsx'
import { StatusMark } from '../marks/status-mark.tsx'
import { PresentFaces } from '../presence/present-faces.tsx'
import { useMe } from '../session/use-session.ts'
import { useListParams } from './list-params.ts'
import { type RowFact, rowFacts } from './row-facts.ts'
import { RowFacts } from './row-facts-view.tsx'
import rowStyles from './rows.module.css'
import { SelectBox } from './select-box.tsx'
import styles from './table.module.css'
import { TicketLink, UnreadDot } from './ticket-link.tsx'
import { TicketPreview } from './ticket-preview.tsx'
import type { ListRow } from './use-leaving-rows.ts'
import type { RowWindow } from './use-row-window.ts'
import { Waiting } from './waiting.tsx'

type RowProps = ListRow & { match: SearchMatch | undefined; isOpen: boolean; isMarked: boolean }
type RowsProps = {
  /** Those of the window. */
  rows: ListRow[]
  drawn: RowWindow
  matches: ReadonlyMap<string, SearchMatch>
  openNumber: number | null
  marked: number | null
}

/** The facts that have no column of their own. */
const inSubject: ReadonlySet<RowFact> = new Set(['priority', 'held', 'spam'])

/** The list alone, over the full width. */
export function TicketTable({ rows, drawn, matches, openNumber, marked }: RowsProps) {
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
        {drawn.before > 0 && <Undrawn height={drawn.before} />}
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
        {drawn.after > 0 && <Undrawn height={drawn.after} />}
      </tbody>
    </table>
  )
}

/** As high as the rows that are not drawn. */
const Undrawn = ({ height }: { height: number }) => (
  <tr aria-hidden>
    <td colSpan={6} style={{ height, padding: 0, border: 0 }} />
  </tr>
)

const TicketRow = memo(function TicketRow({ ticket, isLeaving, match, isOpen, isMarked }: RowProps) {
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
          <SelectBox id={ticket.id} number={ticket.number}>
            <Face person={customer} />
          </SelectBox>
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
})
