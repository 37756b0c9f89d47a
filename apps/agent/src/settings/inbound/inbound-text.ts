import type { InboundMail, InboundOutcome } from '@gotrs/contract/inbound'

type Told = Pick<InboundMail, 'outcome' | 'reason' | 'ticket'>

/** What became of a mail, in words; `isTrouble` where somebody should look at it. */
export type OutcomeText = { text: string; isTrouble: boolean }

const inTicket = (ticket: Told['ticket']) => (ticket ? ` in #${ticket.number}` : '')
const because = (reason: string | null) => (reason ? `: ${reason}` : '')

const words = {
  created: ({ ticket }) => (ticket ? `New ticket #${ticket.number}` : 'New ticket, since deleted'),
  appended: ({ ticket }) => (ticket ? `Added to #${ticket.number}` : 'Added to a ticket, since deleted'),
  bounce: ({ ticket }) => `Came back (bounce)${inTicket(ticket)}`,
  auto_reply: ({ ticket }) => `Answered by a machine${inTicket(ticket)}`,
  loop: () => 'Our own mail, not taken in again',
  duplicate: ({ ticket }) => `The same mail once more${inTicket(ticket)}`,
  rejected: ({ reason }) => `Rejected${because(reason)}`,
  quarantined: ({ reason }) => `Kept back${because(reason)}`,
  held: ({ ticket }) => `Held${inTicket(ticket)}`,
} as const satisfies Record<InboundOutcome, (mail: Told) => string>

export function outcomeText(mail: Told): OutcomeText {
  if (mail.outcome === null) return { text: 'Waiting to be read', isTrouble: false }
  return { text: words[mail.outcome](mail), isTrouble: mail.outcome === 'quarantined' }
}

/** The outcomes as one chooses among them. */
export const outcomeNames = {
  created: 'New ticket',
  appended: 'Added to a ticket',
  bounce: 'Bounce',
  auto_reply: 'Answered by a machine',
  loop: 'Our own mail',
  duplicate: 'Once more',
  rejected: 'Rejected',
  quarantined: 'Kept back',
  held: 'Held',
} as const satisfies Record<InboundOutcome, string>

/** The outcome has the reason in it already. */
export const isReasonTold = (mail: Told) => mail.outcome === 'quarantined' || mail.outcome === 'rejected'

/** Who wrote a mail; the envelope's sender where the header names nobody. */
export const senderText = ({ from, envelopeFrom }: Pick<InboundMail, 'from' | 'envelopeFrom'>) =>
  from.name || from.address || envelopeFrom || 'No readable sender'

export const subjectText = (subject: string) => subject.trim() || 'No subject'

const sources = {
  imap: 'Fetched by IMAP',
  smtp: 'Came by SMTP',
  lmtp: 'Came by LMTP',
  pipe: 'Handed in on the command line',
} as const satisfies Record<InboundMail['source'], string>

export const sourceText = (source: InboundMail['source']) => sources[source]
