import { markedText } from '@gotrs/contract/search/excerpt'
import type { SearchMatch, Ticket } from '@gotrs/contract/tickets'
import { MarkedText } from '@gotrs/web/text/marked-text.tsx'
import { Link } from 'react-router'
import { spamText } from '../marks/words.ts'
import { ticketPath, useListParams } from './list-params.ts'
import { markTicket } from './marked-ticket.ts'
import styles from './rows.module.css'
import { searchedPhrases } from './searched-phrases.ts'
import { selectTo } from './selection.ts'

type TicketLinkProps = { ticket: Ticket; match: SearchMatch | undefined; isOpen: boolean }

/** The subject, which opens the ticket beside the list; the whole row is its target. */
export function TicketLink({ ticket, match, isOpen }: TicketLinkProps) {
  const params = useListParams()
  const phrases = searchedPhrases(params.q)
  return (
    <Link
      to={ticketPath(ticket.number, params, match)}
      className={styles.subject}
      dir="auto"
      // Its target covers the row, so that the row's marks cannot explain themselves.
      title={spamText(ticket)}
      data-ticket={ticket.number}
      onClick={event => {
        if (!event.shiftKey) return
        event.preventDefault()
        selectTo(ticket.id)
      }}
      onFocus={event => event.currentTarget.matches(':focus-visible') && markTicket(ticket.number)}
      aria-current={isOpen ? 'true' : undefined}
    >
      {phrases.length > 0 ? <MarkedText excerpt={markedText(ticket.title, phrases)} /> : ticket.title}
    </Link>
  )
}

/** Marks an unread ticket for people who do not see the bold text. */
export function UnreadDot({ ticket }: { ticket: Ticket }) {
  if (!ticket.staff?.isUnread) return null
  return (
    <span className={styles.dot}>
      <span className="visually-hidden">Unread</span>
    </span>
  )
}
