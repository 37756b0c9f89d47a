import type { Ticket } from '@gotrs/contract/tickets'
import { IconClock } from '@tabler/icons-react'
import { Ago } from '../time/ago.tsx'
import styles from './rows.module.css'

/** Since when somebody waits; where nobody does, when it last moved. */
export function Waiting({ ticket }: { ticket: Ticket }) {
  const since = ticket.staff?.waitingSince
  if (!since) return <Ago at={ticket.lastMessage?.at ?? ticket.updatedAt} isShort className={styles.idle} />
  return (
    <span className={styles.waiting}>
      <IconClock size={14} aria-hidden />
      <span className="visually-hidden">Waits since </span>
      <Ago at={since} isShort />
    </span>
  )
}
