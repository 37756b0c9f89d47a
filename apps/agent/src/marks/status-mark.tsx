import type { TicketStatus } from '@gotrs/contract/ticket-status'
import type { Ticket } from '@gotrs/contract/tickets'
import { fullTime } from '@gotrs/web/time/age-text'
import { IconCircleCheck, IconCircleDashed, IconCircleHalf2, IconCircleX, IconClockPause } from '@tabler/icons-react'
import { untilText } from '../ticket/actions/snooze-times.ts'
import styles from './marks.module.css'
import { statusWord } from './words.ts'

const shapes = {
  new: IconCircleDashed,
  open: IconCircleHalf2,
  resolved: IconCircleCheck,
  closed: IconCircleX,
} as const satisfies Record<TicketStatus, typeof IconCircleX>

/** The status of a ticket. Color is never the only sign: there is always a shape and a word too. */
export function StatusMark({ ticket: { status, staff } }: { ticket: Pick<Ticket, 'status'> & Partial<Ticket> }) {
  if (staff?.snoozedUntil) return <Snoozed until={staff.snoozedUntil} />
  const Shape = shapes[status]
  return (
    <span className={styles.mark} style={{ color: `var(--status-${status})` }}>
      <Shape size={16} stroke={2} aria-hidden />
      {statusWord(status)}
    </span>
  )
}

/** It is new or open, and out of the way for now: that says more. */
function Snoozed({ until }: { until: string }) {
  return (
    <span className={styles.mark} title={`Snoozed until ${fullTime(until)}`}>
      <IconClockPause size={16} stroke={2} aria-hidden />
      <span className={styles.snoozed}>Snoozed until</span> {untilText(until)}
    </span>
  )
}
