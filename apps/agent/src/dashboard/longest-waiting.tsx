import { fixedViews } from '@gotrs/contract/fixed-views'
import { Skeleton } from '@mantine/core'
import { Link } from 'react-router'
import { trpc } from '../api/trpc.ts'
import { listSearch } from '../list/list-params.ts'
import { Waiting } from '../list/waiting.tsx'
import { Face } from '../marks/face.tsx'
import { FailureNotice } from '../shell/failure-notice.tsx'
import styles from './dashboard.module.css'

const skeletonWidths = [80, 64, 73, 58, 69]
const shown = skeletonWidths.length
const { q } = fixedViews.open

/** The open tickets whose customers have waited longest. */
export function LongestWaiting() {
  const list = trpc.tickets.list.useQuery({ q, sort: 'waiting', limit: shown })
  const tickets = list.data?.items.filter(ticket => ticket.staff?.waitingSince) ?? []
  return (
    <section aria-labelledby="longest-waiting">
      <h2 id="longest-waiting" className={styles.chartTitle}>
        Waiting longest
      </h2>
      {list.error && !list.data && <FailureNotice error={list.error} onRetry={list.refetch} />}
      {list.data && tickets.length === 0 && <p className={styles.footnote}>No customer waits for an answer.</p>}
      <ul className={styles.tickets} aria-busy={list.isPending}>
        {list.isPending &&
          skeletonWidths.map(width => (
            <li key={width} className={styles.ticketRow}>
              <Skeleton height={14} width={`${width}%`} />
            </li>
          ))}
        {tickets.map(ticket => (
          <li key={ticket.id}>
            <Link to={`/tickets/${ticket.number}${listSearch({ q })}`} className={styles.ticketRow}>
              <Face person={ticket.customer} isSmall />
              <span className={styles.customer} dir="auto">
                {ticket.customer.name || ticket.customer.email}
              </span>
              <span className={styles.subject} dir="auto">
                {ticket.title}
              </span>
              <Waiting ticket={ticket} />
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}
