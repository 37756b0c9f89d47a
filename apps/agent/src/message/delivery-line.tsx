import type { Message } from '@gotrs/contract/messages'
import { Tooltip } from '@mantine/core'
import { IconAlertTriangle, IconCheck, IconClock, IconInbox } from '@tabler/icons-react'
import { deliveryText } from './delivery-text.ts'
import styles from './message.module.css'

type Delivery = NonNullable<NonNullable<Message['staff']>['delivery']>

/** How the mail of a message stands, in words. */
export function DeliveryLine({ delivery }: { delivery: Delivery }) {
  const { text, detail, isTrouble } = deliveryText(delivery)
  const Icon = isTrouble
    ? IconAlertTriangle
    : delivery.status === 'sent'
      ? IconCheck
      : delivery.status === 'caught'
        ? IconInbox
        : IconClock
  return (
    <Tooltip label={detail} disabled={!detail} multiline maw={360} style={{ whiteSpace: 'pre-line' }}>
      <p className={styles.delivery} data-trouble={isTrouble || undefined}>
        <Icon size={14} aria-hidden />
        {text}
      </p>
    </Tooltip>
  )
}
