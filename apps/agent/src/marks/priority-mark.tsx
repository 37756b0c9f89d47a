import type { TicketPriority } from '@gotrs/contract/tickets'
import { IconArrowDown, IconArrowUp, IconChevronsUp, IconMinus } from '@tabler/icons-react'
import styles from './marks.module.css'
import { priorityWord } from './words.ts'

const shapes = {
  low: IconArrowDown,
  normal: IconMinus,
  high: IconArrowUp,
  urgent: IconChevronsUp,
} as const satisfies Record<TicketPriority, typeof IconMinus>

/** A priority by shape and word; only what is urgent takes a colour. */
export function PriorityMark({ priority }: { priority: TicketPriority }) {
  const Shape = shapes[priority]
  return (
    <span className={styles.mark} data-priority={priority}>
      <Shape size={15} stroke={2.2} aria-hidden />
      {priorityWord(priority)}
    </span>
  )
}
