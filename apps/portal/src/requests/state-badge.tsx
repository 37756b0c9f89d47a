import { IconArchive, IconCircleCheck, IconInbox, IconMessageReply, IconProgress } from '@tabler/icons-react'
import { type RequestState, stateTexts } from './request-state.ts'
import classes from './state-badge.module.css'

const icons = {
  new: IconInbox,
  open: IconProgress,
  waiting: IconMessageReply,
  solved: IconCircleCheck,
  closed: IconArchive,
} as const satisfies Record<RequestState, unknown>

/** How a request stands: a shape, a hue and the words. */
export function StateBadge({ state }: { state: RequestState }) {
  const Icon = icons[state]
  return (
    <span className={`${classes.badge} ${classes[state]}`}>
      <Icon size={18} stroke={2} aria-hidden="true" />
      {stateTexts[state]}
    </span>
  )
}
