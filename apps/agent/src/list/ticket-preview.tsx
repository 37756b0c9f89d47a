import type { SearchMatch, Ticket } from '@gotrs/contract/tickets'
import { MarkedText } from '@gotrs/web/text/marked-text.tsx'
import { Ago } from '@gotrs/web/time/ago.tsx'
import styles from './rows.module.css'

type TicketPreviewProps = { ticket: Ticket; match: SearchMatch | undefined }

/** How the last message begins; of a search where the words are, and who wrote them when. */
export function TicketPreview({ ticket, match }: TicketPreviewProps) {
  return (
    <span className={styles.preview} dir="auto">
      {match ? (
        <>
          <span className={styles.writer}>
            {/* The row begins with the name of the customer, and there is little room. */}
            <span className={match.authorName === ticket.customer.name ? 'visually-hidden' : undefined}>
              {match.authorName}
              {match.kind === 'note' && ' (note)'} ·{' '}
            </span>
            <Ago at={match.at} isShort />
          </span>{' '}
          <MarkedText excerpt={match.excerpt} />
        </>
      ) : (
        ticket.lastMessage?.preview
      )}
    </span>
  )
}
