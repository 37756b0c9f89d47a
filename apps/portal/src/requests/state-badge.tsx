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

type StateBadgeProps = {
  state: RequestState
  /** Whose answer it waits for, where it is a colleague's. */
  colleague?: string | undefined
}

/** The state of a request: a shape, a color and a word. */
export function StateBadge({ state, colleague }: StateBadgeProps) {
  const Icon = icons[state]
  return (
    <span className={`${classes.badge} ${classes[state]}`}>
      <Icon size={18} stroke={2} aria-hidden="true" />
      {state === 'waiting' && colleague ? `Waiting for ${colleague}` : stateTexts[state]}
    </span>
  )
}
