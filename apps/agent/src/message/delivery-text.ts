import type { DeliveryStatus, Message } from '@gotrs/contract/messages'

export type Delivery = NonNullable<NonNullable<Message['staff']>['delivery']>

/** The delivery state of a mail in words; `isTrouble` if somebody should check it, `canRetry` if they can send it again. */
export type DeliveryText = {
  text: string
  /** What it waits for, as GOTRS or the mail server reported it. */
  waitsFor: string[]
  isTrouble: boolean
  canRetry: boolean
  failed: FailedRecipient[]
}
export type FailedRecipient = { address: string; response: string; advice: string }

const words = {
  queued: ({ attempts }) =>
    attempts === 0
      ? 'Waiting to be sent'
      : `Waiting to be sent, tried ${attempts === 1 ? 'once' : `${attempts} times`}`,
  sent: () => 'Sent',
  caught: () => 'Caught, not sent: no mail server is configured',
  failed: ({ recipients }) =>
    recipients.some(({ status }) => status === 'sent') ? 'Not delivered to all recipients' : 'Not delivered',
  unknown: () => 'Unknown: the connection broke during sending. GOTRS sends it again',
  cancelled: () => 'Cancelled',
} as const satisfies Record<DeliveryStatus, (delivery: Delivery) => string>

export function deliveryText(delivery: Delivery): DeliveryText {
  const failed = failedRecipients(delivery)
  return {
    text: words[delivery.status](delivery),
    waitsFor: waitsFor(delivery),
    isTrouble: failed.length > 0 || ['failed', 'unknown'].includes(delivery.status),
    canRetry: ['failed', 'cancelled', 'unknown'].includes(delivery.status),
    failed,
  }
}

/** Who got nothing, with the server's own words, and what to do. */
export function failedRecipients({ recipients }: Delivery): FailedRecipient[] {
  return recipients
    .filter(({ status }) => status === 'failed')
    .map(({ address, response }) => ({
      address,
      response: response ?? 'no reason given',
      advice: adviceOn(response ?? ''),
    }))
}

/** Each reason once: most recipients wait for the same one. */
function waitsFor({ recipients }: Delivery): string[] {
  const waiting = recipients.filter(({ status }) => status === 'queued' || status === 'unknown')
  return [...new Set(waiting.flatMap(({ response }) => response ?? []))]
}

/** By the enhanced status code (RFC 3463), else by the words that servers use. */
function adviceOn(response: string): string {
  if (/\b5\.1\.\d|user unknown|unknown user|no such user|does not exist/i.test(response))
    return 'The address may be wrong. Ask the customer for the right one and reply to it.'
  if (/\b[45]\.2\.2|quota|mailbox (?:is )?full/i.test(response))
    return "The recipient's mailbox is full. Send again later, or contact them another way."
  if (/\b5\.7\.\d|spam|blocked|policy/i.test(response))
    return "The recipient's server rejects mail from this domain. Ask an admin to check its SPF, DKIM and DMARC records."
  if (/^Given up/.test(response)) return 'Check the address, then send again.'
  return 'Check the address and send again, or contact the recipient another way.'
}
