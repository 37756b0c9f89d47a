import { isErrorOf } from '@gotrs/web/errors/failure'
import { useEffect } from 'react'
import { useParams } from 'react-router'
import { trpc } from '../api/trpc.ts'
import { showKeysOf } from '../keyboard/held-keys.ts'
import { FailureNotice } from '../shell/failure-notice.tsx'
import { usePageTitle } from '../shell/page-title.ts'
import { BackLink } from './back-link.tsx'
import styles from './ticket.module.css'
import { TicketMissing } from './ticket-missing.tsx'
import { TicketSkeleton } from './ticket-skeleton.tsx'
import { TicketView } from './ticket-view.tsx'

/** The ticket of the URL. */
export function Component() {
  const number = Number(useParams().number)
  const isNumber = Number.isInteger(number) && number > 0
  const ticket = trpc.tickets.get.useQuery({ ticketId: number }, { enabled: isNumber })
  const { isLoading } = ticket
  useEffect(() => {
    if (isLoading) return
    showKeysOf(number)
    return () => showKeysOf(null)
  }, [number, isLoading])
  const title = ticket.data?.title
  usePageTitle(title ? `#${number} ${title}` : `#${number}`)

  if (ticket.data) return <TicketView key={ticket.data.id} ticket={ticket.data} />
  return (
    <main id="main" tabIndex={-1} className={styles.page} aria-busy={isLoading}>
      {isLoading ? (
        <TicketSkeleton />
      ) : (
        <div className={styles.backLine}>
          <BackLink />
        </div>
      )}
      {(!isNumber || isErrorOf(ticket.error, 'not_found') || isErrorOf(ticket.error, 'invalid_input')) && (
        <TicketMissing />
      )}
      {ticket.error && !isErrorOf(ticket.error, 'not_found') && !isErrorOf(ticket.error, 'invalid_input') && (
        <FailureNotice error={ticket.error} onRetry={ticket.refetch} />
      )}
    </main>
  )
}
