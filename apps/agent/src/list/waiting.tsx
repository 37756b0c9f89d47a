import type { Ticket } from '@gotrs/contract/tickets'
import { fullTime } from '@gotrs/web/time/age-text'
import { Ago } from '@gotrs/web/time/ago.tsx'
import { IconClock } from '@tabler/icons-react'
import styles from './rows.module.css'

type WaitingProps = { ticket: Ticket; isColumn?: boolean }

/** Since when somebody waits. Where nobody does, a column of waiting times has a dash, a card when it last moved. */
export function Waiting({ ticket, isColumn = false }: WaitingProps) {
  const since = ticket.staff?.waitingSince
  if (!since) return <Idle at={ticket.lastMessage?.at ?? ticket.updatedAt} isColumn={isColumn} />
  return (
    <span className={styles.waiting}>
      <IconClock size={14} aria-hidden />
      <span className="visually-hidden">Waiting since </span>
      <Ago at={since} isShort />
    </span>
  )
}

function Idle({ at, isColumn }: { at: string; isColumn: boolean }) {
  const title = `Nobody is waiting. Last change: ${fullTime(at)}`
  if (!isColumn) return <Ago at={at} isShort className={styles.idle} title={title} />
  return (
    <span className={styles.idle} title={title}>
      <span aria-hidden>–</span>
      <span className="visually-hidden">Nobody is waiting</span>
    </span>
  )
}
