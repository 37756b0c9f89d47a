import type { ParsedMail } from './parsed-mail.ts'
import { type ReplyToken, readReplyAddress, readReplyToken } from './reply-address.ts'

export type ThreadRule = 'reply_address' | 'in_reply_to' | 'references' | 'body_marker' | 'subject_number'

export type ThreadHint =
  | ({ rule: 'reply_address' | 'body_marker' } & ReplyToken)
  | { rule: 'in_reply_to' | 'references'; messageId: string }
  | { rule: 'subject_number'; ticketNumber: number }

export type ThreadCandidate = {
  rule: ThreadRule
  ticketId: string
  /** The token's signature was verified against this ticket. */
  isSigned: boolean
  /** The sender is the customer, in CC, or an agent of this ticket. */
  senderIsParticipant: boolean
}

export type ThreadRefusal = 'no_hint' | 'sender_not_participant' | 'sender_ambiguous' | 'signature_invalid'

export type ThreadDecision =
  | { ticketId: string; rule: ThreadRule }
  | { ticketId: null; suggestedTicketId: string | null; rule: ThreadRule | null; reason: ThreadRefusal }

type MailForThreading = Pick<
  ParsedMail,
  'to' | 'cc' | 'deliveredTo' | 'inReplyTo' | 'references' | 'text' | 'html' | 'subject'
>

const MAX_BODY_SCAN = 256 * 1024
const MAX_BODY_MARKERS = 10
const MAX_SUBJECT_NUMBERS = 3
const BODY_MARKER = /\bref:([tn]\d{1,15}-[a-z2-7]{16,20}):gotrs\b/gi
const SUBJECT_NUMBER = /\[(?:(?:ticket|case|request)[ :]?)?#(\d{1,15})\]/gi

/** What the mail says about the thread it belongs to, the most trustworthy first. Nothing here has been verified. */
export function collectThreadHints(mail: MailForThreading, options: { mailboxAddresses: string[] }): ThreadHint[] {
  return [
    ...replyAddressHints(mail, options.mailboxAddresses),
    ...(mail.inReplyTo ? [{ rule: 'in_reply_to' as const, messageId: mail.inReplyTo }] : []),
    ...[...new Set(mail.references.toReversed())].map(messageId => ({ rule: 'references' as const, messageId })),
    ...bodyMarkerHints(mail),
    ...subjectNumberHints(mail.subject),
  ]
}

/**
 * Only a verified signature, or a sender who takes part in the ticket, opens the door; all else becomes a new ticket
 * with a suggestion for the agent. A sender that cannot be told for certain takes part in nothing.
 */
export function decideThread(input: { candidates: ThreadCandidate[]; fromIsAmbiguous: boolean }): ThreadDecision {
  const admitted = input.candidates.find(it => it.isSigned || (it.senderIsParticipant && !input.fromIsAmbiguous))
  if (admitted) return { ticketId: admitted.ticketId, rule: admitted.rule }
  const first = input.candidates[0]
  if (!first) return { ticketId: null, suggestedTicketId: null, rule: null, reason: 'no_hint' }
  return {
    ticketId: null,
    suggestedTicketId: first.ticketId,
    rule: first.rule,
    reason: refusalOf(first, input.fromIsAmbiguous),
  }
}

/** The line that outgoing mail carries below the text, so that a reply with no usable header still finds its ticket. */
export function formatBodyMarker(token: string): string {
  return `ref:${token}:gotrs`
}

function refusalOf(candidate: ThreadCandidate, fromIsAmbiguous: boolean): ThreadRefusal {
  if (candidate.senderIsParticipant && fromIsAmbiguous) return 'sender_ambiguous'
  const claimsSignature = candidate.rule === 'reply_address' || candidate.rule === 'body_marker'
  return claimsSignature ? 'signature_invalid' : 'sender_not_participant'
}

function replyAddressHints(mail: MailForThreading, mailboxAddresses: string[]): ThreadHint[] {
  const ours = new Set(mailboxAddresses.map(it => it.toLowerCase()))
  const recipients = [...mail.deliveredTo, ...mail.to.map(it => it.address), ...mail.cc.map(it => it.address)]
  const hints = new Map<string, ThreadHint>()
  for (const address of new Set(recipients.map(it => it.toLowerCase()))) {
    const token = readReplyAddress(address)
    if (token && ours.has(withoutToken(address))) {
      hints.set(`${token.audience}-${token.ticketNumber}-${token.mac}`, { rule: 'reply_address', ...token })
    }
  }
  return [...hints.values()]
}

function withoutToken(address: string): string {
  const at = address.lastIndexOf('@')
  return address.slice(0, address.lastIndexOf('+', at)) + address.slice(at)
}

function bodyMarkerHints(mail: MailForThreading): ThreadHint[] {
  const hints = new Map<string, ThreadHint>()
  for (const body of [mail.text, mail.html ?? '']) {
    for (const [, marker = ''] of scannable(body).matchAll(BODY_MARKER)) {
      const token = readReplyToken(marker)
      if (token) hints.set(marker.toLowerCase(), { rule: 'body_marker', ...token })
      if (hints.size >= MAX_BODY_MARKERS) return [...hints.values()]
    }
  }
  return [...hints.values()]
}

/** The marker stands below the text, so of a huge body both ends are read. */
function scannable(body: string): string {
  if (body.length <= 2 * MAX_BODY_SCAN) return body
  return `${body.slice(0, MAX_BODY_SCAN)}\n${body.slice(-MAX_BODY_SCAN)}`
}

function subjectNumberHints(subject: string): ThreadHint[] {
  const numbers = new Set([...subject.slice(0, 2_000).matchAll(SUBJECT_NUMBER)].map(match => Number(match[1])))
  return [...numbers].slice(0, MAX_SUBJECT_NUMBERS).map(ticketNumber => ({ rule: 'subject_number', ticketNumber }))
}
