import type { InboundMail, InboundOutcome } from '@gotrs/contract/inbound'

type ProcessedMail = Pick<InboundMail, 'outcome' | 'reason' | 'ticket'>

/** What became of a mail, in words; `isTrouble` where somebody should look at it. */
export type OutcomeText = { text: string; isTrouble: boolean }

const inTicket = (ticket: ProcessedMail['ticket']) => (ticket ? ` in #${ticket.number}` : '')
const because = (reason: string | null) => (reason ? `: ${reason}` : '')

const words = {
  created: ({ ticket }) => (ticket ? `New ticket #${ticket.number}` : 'New ticket, since deleted'),
  appended: ({ ticket }) => (ticket ? `Added to #${ticket.number}` : 'Added to a ticket, since deleted'),
  bounce: ({ ticket }) => `Bounce${inTicket(ticket)}`,
  auto_reply: ({ ticket }) => `Automatic reply${inTicket(ticket)}`,
  loop: () => 'Mail loop: sent by GOTRS itself',
  duplicate: ({ ticket }) => `Duplicate${inTicket(ticket)}`,
  rejected: ({ reason }) => `Rejected${because(reason)}`,
  quarantined: ({ reason }) => `Quarantined${because(reason)}`,
  held: ({ ticket }) => `Held${inTicket(ticket)}`,
} as const satisfies Record<InboundOutcome, (mail: ProcessedMail) => string>

export function outcomeText(mail: ProcessedMail): OutcomeText {
  if (mail.outcome === null) return { text: 'Waiting to be processed', isTrouble: false }
  return { text: words[mail.outcome](mail), isTrouble: mail.outcome === 'quarantined' }
}

/** The outcomes as one chooses among them. */
export const outcomeNames = {
  created: 'New ticket',
  appended: 'Added to a ticket',
  bounce: 'Bounce',
  auto_reply: 'Automatic reply',
  loop: 'Mail loop',
  duplicate: 'Duplicate',
  rejected: 'Rejected',
  quarantined: 'Quarantined',
  held: 'Held',
} as const satisfies Record<InboundOutcome, string>

/** The outcome has the reason in it already. */
export const isReasonShown = (mail: ProcessedMail) => mail.outcome === 'quarantined' || mail.outcome === 'rejected'

/** Who wrote a mail; the envelope's sender where the header names nobody. */
export const senderText = ({ from, envelopeFrom }: Pick<InboundMail, 'from' | 'envelopeFrom'>) =>
  from.name || from.address || envelopeFrom || 'Unreadable sender'

export const subjectText = (subject: string) => subject.trim() || 'No subject'

const sources = {
  imap: 'Fetched by IMAP',
  smtp: 'Received by SMTP',
  lmtp: 'Received by LMTP',
  pipe: 'Imported on the command line',
} as const satisfies Record<InboundMail['source'], string>

export const sourceText = (source: InboundMail['source']) => sources[source]
