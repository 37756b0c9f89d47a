import type { Webhook } from '@gotrs/contract/webhooks'
import { IconAlertTriangle, IconCircleCheck, IconCircleDashed, IconClock } from '@tabler/icons-react'
import state from '../parts/state.module.css'
import { webhookState } from './webhook-text.ts'

const icons = {
  good: IconCircleCheck,
  trouble: IconAlertTriangle,
  waiting: IconClock,
  off: IconCircleDashed,
  IconClock,
} as const

/** How a webhook is doing: shape and words. */
export function WebhookStateMark({ webhook }: { webhook: Webhook }) {
  const { text, kind } = webhookState(webhook)
  const Icon = icons[kind]
  return (
    <span
      className={state.state}
      data-good={kind === 'good' || undefined}
      data-trouble={kind === 'trouble' || undefined}
    >
      <Icon size={16} aria-hidden />
      {text}
    </span>
  )
}
