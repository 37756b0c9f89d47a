import { Ago } from '@gotrs/web/time/ago.tsx'
import { useNow } from '@gotrs/web/time/use-now'
import { Button } from '@mantine/core'
import { IconAlertTriangle, IconCheck, IconClock, IconInbox, IconX } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import styles from './delivery-line.module.css'
import { type Delivery, deliveryText } from './delivery-text.ts'

const icons = {
  queued: IconClock,
  sent: IconCheck,
  caught: IconInbox,
  failed: IconAlertTriangle,
  unknown: IconAlertTriangle,
  cancelled: IconX,
} as const

/** The delivery state of a mail: what it waits for, which recipients failed, why, and what to do. */
export function DeliveryLine({ delivery, children }: { delivery: Delivery; children?: ReactNode }) {
  const now = useNow()
  const { text, waitsFor, isTrouble, failed } = deliveryText(delivery)
  const Icon = icons[delivery.status]
  return (
    <div className={styles.delivery} data-trouble={isTrouble || undefined}>
      <p>
        <Icon size={14} aria-hidden />
        <span>{text}</span>
        {delivery.status === 'sent' && delivery.sentAt && <Ago at={delivery.sentAt} />}
        {delivery.nextAttemptAt && <NextTry at={delivery.nextAttemptAt} now={now} />}
        {children}
      </p>
      {waitsFor.map(reason => (
        <p key={reason}>{reason}</p>
      ))}
      {failed.length > 0 && (
        <ul>
          {failed.map(({ address, response, advice }) => (
            <li key={address}>
              <strong>{address}</strong>: not delivered: “{response}”<span className={styles.advice}>{advice}</span>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

/** The time of day alone, since nothing waits longer than two days. */
function NextTry({ at, now }: { at: string; now: number }) {
  if (Date.parse(at) <= now) return null
  return (
    <time dateTime={at}>
      · next attempt {new Date(at).toLocaleString([], { weekday: 'short', hour: '2-digit', minute: '2-digit' })}
    </time>
  )
}

export function RetryButton({ isBusy, onClick }: { isBusy: boolean; onClick: () => void }) {
  return (
    <Button variant="default" loading={isBusy} onClick={onClick}>
      Send again
    </Button>
  )
}
