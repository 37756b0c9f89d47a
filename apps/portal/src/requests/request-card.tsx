import type { SearchMatch, Ticket } from '@gotrs/contract/tickets'
import { MarkedText } from '@gotrs/web/text/marked-text.tsx'
import { Ago } from '@gotrs/web/time/ago.tsx'
import { Link } from 'react-router'
import { Skeleton } from '../controls/skeleton.tsx'
import classes from './request-card.module.css'
import { stateOf } from './request-state.ts'
import { StateBadge } from './state-badge.tsx'

type RequestCardProps = { ticket: Ticket; userId: string; match: SearchMatch | undefined }

/** A request in the list: subject, state, last message or where the words of a search are, and who asked. */
export function RequestCard({ ticket, userId, match }: RequestCardProps) {
  return (
    <li className={classes.card}>
      <h2 className={classes.title}>
        <Link to={`/requests/${ticket.number}`} className={classes.link}>
          {ticket.title}
        </Link>
      </h2>
      <p className={classes.preview}>{match ? <MarkedText excerpt={match.excerpt} /> : lastWord(ticket, userId)}</p>
      <div className={classes.facts}>
        <StateBadge
          state={stateOf(ticket)}
          colleague={ticket.customer.id === userId ? undefined : ticket.customer.name}
        />
        <span>
          <Ago at={ticket.updatedAt} />
        </span>
        {ticket.customer.id === userId ? null : <span>Asked by {ticket.customer.name}</span>}
      </div>
    </li>
  )
}

/**
 * Who wrote last, and the beginning of that message. One's own name on one's own request is left out: it is no news,
 * and wrong when somebody else wrote a mail with that address.
 */
function lastWord({ lastMessage, customer }: Ticket, userId: string): string {
  if (!lastMessage) return ''
  const { authorName, authorRole, preview } = lastMessage
  const isOwn = customer.id === userId && authorRole === 'customer' && authorName === customer.name
  return isOwn ? preview : `${authorName}: ${preview}`
}

/** The place of a card that loads. */
export const RequestCardSkeleton = () => (
  <li className={classes.card}>
    <Skeleton height={20} width="60%" />
    <Skeleton height={18} width="90%" />
    <Skeleton height={18} width="40%" />
  </li>
)
