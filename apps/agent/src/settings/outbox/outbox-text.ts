import type { DeliveryStatus } from '@gotrs/contract/messages'
import type { OutboundMail } from '@gotrs/contract/outbox'
import { subjectText } from '../inbound/inbound-text.ts'

const purposes = {
  reply: 'Reply',
  acknowledgement: 'Acknowledgement',
  notification: 'Notification to staff',
  verify_email: 'Email confirmation',
  account_exists: 'Account already exists',
  account_notice: 'Account notice',
  password_reset: 'Password reset',
} as const satisfies Record<OutboundMail['purpose'], string>

/** A secret mail shows no subject. */
export const outboxTitle = ({ isSecret, subject, purpose }: Pick<OutboundMail, 'isSecret' | 'subject' | 'purpose'>) =>
  isSecret ? purposeText(purpose) : subjectText(subject)

export const purposeText = (purpose: OutboundMail['purpose']) => purposes[purpose]

const recipientWords = {
  queued: 'Waiting',
  sent: 'Accepted by the server',
  caught: 'Caught',
  failed: 'Not delivered',
  unknown: 'Unknown',
  cancelled: 'Cancelled',
} as const satisfies Record<DeliveryStatus, string>

export const recipientWord = (status: DeliveryStatus) => recipientWords[status]
