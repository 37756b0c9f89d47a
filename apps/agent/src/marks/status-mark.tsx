import type { TicketStatus } from '@gotrs/contract/ticket-status'
import type { Ticket } from '@gotrs/contract/tickets'
import { IconCircleCheck, IconCircleDashed, IconCircleHalf2, IconCircleX } from '@tabler/icons-react'
import type { CSSProperties } from 'react'
import type { TicketMark } from '../ticket/actions/header-action.ts'
import { markOf } from '../ticket/actions/header-actions.ts'
import styles from './marks.module.css'
import { statusWord } from './words.ts'

const shapes = {
  new: IconCircleDashed,
  open: IconCircleHalf2,
  resolved: IconCircleCheck,
  closed: IconCircleX,
} as const satisfies Record<TicketStatus, typeof IconCircleX>

/** The status of a ticket. Color is never the only sign: there is always a shape and a word too. */
export function StatusMark({ ticket }: { ticket: Pick<Ticket, 'status'> & Partial<Ticket> }) {
  const mark = markOf(ticket)
  if (mark) return <FurtherMark {...mark} />
  const Shape = shapes[ticket.status]
  return (
    <span className={styles.mark} style={{ '--shape': `var(--status-${ticket.status})` } as CSSProperties}>
      <Shape size={14} stroke={2} aria-hidden />
      {statusWord(ticket.status)}
    </span>
  )
}

function FurtherMark({ Icon, before, text, title }: TicketMark) {
  return (
    <span className={styles.mark} title={title}>
      <Icon size={14} stroke={2} aria-hidden />
      <span className={styles.before}>{before}</span> {text}
    </span>
  )
}
