import type { DeliveryStatus, Message } from '@gotrs/contract/messages'

export type Delivery = NonNullable<NonNullable<Message['staff']>['delivery']>

/** How a mail stands, in words; `isTrouble` where somebody should look at it, and `canRetry` where they can do something. */
export type DeliveryText = { text: string; isTrouble: boolean; canRetry: boolean; failed: FailedRecipient[] }
export type FailedRecipient = { address: string; response: string }

const words = {
  queued: (delivery, now) => queuedText(delivery, now),
  sent: () => 'Sent',
  caught: () => 'Caught, not mailed: no mail server is set up',
  failed: ({ recipients }) =>
    recipients.some(({ status }) => status === 'sent') ? 'Sent, but not delivered to everybody' : 'Not delivered',
  unknown: () => 'Not certain: the line broke while it was sent. It is tried again',
  cancelled: () => 'Cancelled, not sent',
} as const satisfies Record<DeliveryStatus, (delivery: Delivery, now: number) => string>

export function deliveryText(delivery: Delivery, now: number): DeliveryText {
  const failed = failedRecipients(delivery)
  return {
    text: words[delivery.status](delivery, now),
    isTrouble: failed.length > 0 || ['failed', 'unknown'].includes(delivery.status),
    canRetry: ['failed', 'cancelled', 'unknown'].includes(delivery.status),
    failed,
  }
}

/** Who got nothing, with the server's own words. */
export function failedRecipients({ recipients }: Delivery): FailedRecipient[] {
  return recipients
    .filter(({ status }) => status === 'failed')
    .map(({ address, response }) => ({ address, response: response ?? 'no reason was given' }))
}

// A mail that is due now is not "waiting until" a moment that passes while one reads.
const soonMs = 30_000

function queuedText({ attempts, nextAttemptAt }: Delivery, now: number): string {
  const isLater = nextAttemptAt !== null && Date.parse(nextAttemptAt) - now > soonMs
  if (attempts > 0) return `In the outbox, tried ${attempts === 1 ? 'once' : `${attempts} times`}`
  return isLater ? "Waits for the mailbox's hourly limit" : 'In the outbox'
}
