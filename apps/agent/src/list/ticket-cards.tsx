import type { SearchMatch } from '@gotrs/contract/tickets'
import { memo } from 'react'
import { Face } from '../marks/face.tsx'
import { PresentFaces } from '../presence/present-faces.tsx'
import { useMe } from '../session/use-session.ts'
import styles from './cards.module.css'
import { useListParams } from './list-params.ts'
import { rowFacts } from './row-facts.ts'
import { RowFacts } from './row-facts-view.tsx'
import rowStyles from './rows.module.css'
import { SelectBox } from './select-box.tsx'
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

/** The list where there is little room: beside a ticket, and on a phone. */
export function TicketCards({ rows, drawn, matches, openNumber, marked }: RowsProps) {
  return (
    <ul className={styles.cards}>
      {drawn.before > 0 && <li aria-hidden style={{ height: drawn.before }} />}
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
      {drawn.after > 0 && <li aria-hidden style={{ height: drawn.after }} />}
    </ul>
  )
}

/** Three lines: who and since when; what about; what is unusual, or else how the last message begins. */
const TicketCard = memo(function TicketCard({ ticket, isLeaving, match, isOpen, isMarked }: RowProps) {
  const { customer, staff } = ticket
  const facts = rowFacts(ticket, useMe(), useListParams().q)
  const isPreviewLast = match !== undefined || facts.length === 0
  const preview = <TicketPreview ticket={ticket} match={match} />
  return (
    <li
      className={`${rowStyles.row} ${styles.card}`}
      data-marked={isMarked || undefined}
      data-leaving={isLeaving || undefined}
      data-unread={staff?.isUnread || undefined}
    >
      <UnreadDot ticket={ticket} />
      <SelectBox id={ticket.id} number={ticket.number}>
        <Face person={customer} />
      </SelectBox>
      <div className={styles.lines}>
        <div className={styles.whoLine}>
          <span className={rowStyles.who} dir="auto">
            {customer.name || customer.email}
          </span>
          <PresentFaces ticketId={ticket.id} />
          <Waiting ticket={ticket} />
        </div>
        <div className={styles.subjectLine}>
          <TicketLink ticket={ticket} match={match} isOpen={isOpen} />
          {!isPreviewLast && preview}
        </div>
        <div className={styles.lastLine}>
          <RowFacts ticket={ticket} facts={facts} />
          {isPreviewLast && preview}
        </div>
      </div>
    </li>
  )
})
