import type { Ticket } from '@gotrs/contract/tickets'
import { IconOctagonMinus } from '@tabler/icons-react'
import styles from './marks.module.css'
import { heldWord } from './words.ts'

/** Mail waits in the ticket for a decision; nothing where none does. */
export function HeldMark({ ticket }: { ticket: Ticket }) {
  const count = ticket.staff?.heldCount ?? 0
  if (count === 0) return null
  return (
    <span className={styles.held}>
      <IconOctagonMinus size={12} aria-hidden />
      {heldWord(count)}
    </span>
  )
}
