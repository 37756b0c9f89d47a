import type { SearchMatch, Ticket } from '@gotrs/contract/tickets'
import { MarkedText } from '@gotrs/web/text/marked-text.tsx'
import styles from './rows.module.css'

type TicketPreviewProps = { ticket: Ticket; match: SearchMatch | undefined }

/** How the last message begins; of a search where the words are. */
export function TicketPreview({ ticket, match }: TicketPreviewProps) {
  return (
    <span className={styles.preview} dir="auto">
      {match ? <MarkedText excerpt={match.excerpt} /> : ticket.lastMessage?.preview}
    </span>
  )
}
