import type { DeliveryStatus, Message } from '@gotrs/contract/messages'

type Delivery = NonNullable<NonNullable<Message['staff']>['delivery']>

/** How a mail stands, in words; `isTrouble` where somebody should look at it. */
export type DeliveryText = { text: string; detail: string | null; isTrouble: boolean }

const words = {
  queued: delivery =>
    delivery.attempts > 0
      ? `In the outbox, tried ${delivery.attempts === 1 ? 'once' : `${delivery.attempts} times`}`
      : 'In the outbox',
  sent: () => 'Sent',
  caught: () => 'Caught, not mailed',
  failed: delivery => `Not delivered: ${firstResponse(delivery) ?? 'the mail server refused it'}`,
  unknown: () => 'Not certain: the line broke while it was sent. It is tried again',
  cancelled: () => 'Cancelled',
} as const satisfies Record<DeliveryStatus, (delivery: Delivery) => string>

export function deliveryText(delivery: Delivery): DeliveryText {
  const failed = delivery.recipients.filter(recipient => recipient.status === 'failed')
  const text = words[delivery.status](delivery)
  if (delivery.status === 'failed') return { text, detail: recipientLines(failed), isTrouble: true }
  if (failed.length > 0) {
    const addresses = failed.map(recipient => recipient.address).join(', ')
    return { text: `${text}, but not delivered to ${addresses}`, detail: recipientLines(failed), isTrouble: true }
  }
  return { text, detail: detailOf(delivery), isTrouble: delivery.status === 'unknown' }
}

function detailOf(delivery: Delivery): string | null {
  if (delivery.status === 'caught') return 'No mail server is set up, so mail is kept in the outbox.'
  return delivery.recipients.length > 0 ? recipientLines(delivery.recipients) : null
}

const firstResponse = (delivery: Delivery) =>
  delivery.recipients.find(recipient => recipient.response)?.response ?? null

const recipientLines = (recipients: Delivery['recipients']) =>
  recipients.map(({ address, response }) => (response ? `${address}: ${response}` : address)).join('\n')
