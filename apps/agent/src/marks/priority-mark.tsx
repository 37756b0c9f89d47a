import type { TicketPriority } from '@gotrs/contract/tickets'
import { IconArrowDown, IconArrowUp, IconMinus } from '@tabler/icons-react'
import styles from './marks.module.css'
import { priorityWord } from './words.ts'

const shapes = {
  low: IconArrowDown,
  normal: IconMinus,
  high: IconArrowUp,
  urgent: null,
} as const satisfies Record<TicketPriority, typeof IconMinus | null>

/** A priority by shape and word; what is urgent is ink on paper reversed, by its word alone. */
export function PriorityMark({ priority }: { priority: TicketPriority }) {
  const Shape = shapes[priority]
  return (
    <span className={styles.mark} data-priority={priority}>
      {Shape && <Shape size={14} stroke={2} aria-hidden />}
      {priorityWord(priority)}
    </span>
  )
}
