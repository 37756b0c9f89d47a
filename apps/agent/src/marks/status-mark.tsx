import type { Ticket, TicketStatus } from '@gotrs/contract/tickets'
import { IconCircleCheck, IconCircleDashed, IconCircleHalf2, IconCircleX } from '@tabler/icons-react'
import styles from './marks.module.css'
import { statusWord } from './words.ts'

const shapes = {
  new: IconCircleDashed,
  open: IconCircleHalf2,
  resolved: IconCircleCheck,
  closed: IconCircleX,
} as const satisfies Record<TicketStatus, typeof IconCircleX>

/** How a ticket stands: its hue always comes with its shape and its word. */
export function StatusMark({ ticket: { status } }: { ticket: Pick<Ticket, 'status'> & Partial<Ticket> }) {
  const Shape = shapes[status]
  return (
    <span className={styles.mark} style={{ color: `var(--status-${status})` }}>
      <Shape size={16} stroke={2} aria-hidden />
      {statusWord(status)}
    </span>
  )
}
