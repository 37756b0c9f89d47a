import type { OutboundMail } from '@gotrs/contract/outbox'

const purposes = {
  reply: 'Answer',
  acknowledgement: 'Acknowledgement',
  verify_email: 'Proof of an address',
  account_exists: 'Account exists already',
  password_reset: 'Password reset',
} as const satisfies Record<OutboundMail['purpose'], string>

export const purposeText = (purpose: OutboundMail['purpose']) => purposes[purpose]
