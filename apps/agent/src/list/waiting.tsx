import type { Ticket } from '@gotrs/contract/tickets'
import { fullTime } from '@gotrs/web/time/age-text'
import { Ago } from '@gotrs/web/time/ago.tsx'
import { useNow } from '@gotrs/web/time/use-now'
import styles from './rows.module.css'
import { waitLevel } from './wait-level.ts'

type WaitingProps = { ticket: Ticket; isColumn?: boolean }

/** Since when somebody waits. Where nobody does, a column of waiting times has a dash, a card when it last moved. */
export function Waiting({ ticket, isColumn = false }: WaitingProps) {
  const since = ticket.staff?.waitingSince
  const now = useNow()
  if (!since) return <Idle at={ticket.lastMessage?.at ?? ticket.updatedAt} isColumn={isColumn} />
  return (
    <span className={styles.waiting} data-level={waitLevel(since, now)}>
      <span className="visually-hidden">Waiting since </span>
      <Ago at={since} isShort />
    </span>
  )
}

function Idle({ at, isColumn }: { at: string; isColumn: boolean }) {
  const title = `Nobody is waiting. Last change: ${fullTime(at)}`
  if (!isColumn) return <Ago at={at} isShort className={styles.waiting} title={title} />
  return (
    <span className={styles.waiting} title={title}>
      <span aria-hidden>–</span>
      <span className="visually-hidden">Nobody is waiting</span>
    </span>
  )
}
