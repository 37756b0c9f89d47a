import type { InboundMail } from '@gotrs/contract/inbound'
import { IconAlertTriangle, IconCheck, IconClock } from '@tabler/icons-react'
import { outcomeText } from './inbound-text.ts'
import outcome from './outcome-line.module.css'

/** What became of a mail that came in: shape and words. */
export function OutcomeLine({ mail }: { mail: InboundMail }) {
  const { text, isTrouble } = outcomeText(mail)
  const Icon = isTrouble ? IconAlertTriangle : mail.outcome === null ? IconClock : IconCheck
  return (
    <p className={outcome.outcome} data-trouble={isTrouble || undefined}>
      <Icon size={14} aria-hidden />
      {text}
    </p>
  )
}
