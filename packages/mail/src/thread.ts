import type { ParsedMail } from './parsed-mail.ts'
import { type ReplyToken, readReplyAddress } from './reply-address.ts'

/**
 * `named_by`: a mail that came first and is filed answers this one. `shared_reference`: a filed mail names a mail, unknown
 * to the desk, that this one names too. The other hints are in the mail itself.
 */
export type ThreadRule =
  | 'reply_address'
  | 'in_reply_to'
  | 'references'
  | 'named_by'
  | 'subject_number'
  | 'shared_reference'
  | 'body_marker'

export type ThreadHint =
  | ({ rule: 'reply_address'; address: string } & ReplyToken)
  | { rule: 'in_reply_to' | 'references'; messageId: string }
  | { rule: 'subject_number' | 'body_marker'; ticketNumber: number }

/**
 * How the sender takes part in a ticket: as its customer, as somebody who wrote in it before, as somebody in copy who has
 * not written yet, or not at all. The person who opens a ticket chooses who is in copy, for example a mail service, so the last of
 * these needs more proof than the others.
 */
export type Part = 'customer' | 'writer' | 'copied' | null

export type ThreadCandidate = {
  rule: ThreadRule
  ticketId: string
  /** For a reply address: it is valid, for this sender or for somebody else. */
  token: 'own' | 'other' | 'invalid' | null
  part: Part
}

/** What is known about the sender besides the tickets. */
export type ThreadSender = {
  /** There is evidence that the sender is not who the mail says. */
  isContradicted: boolean
  /** The sender is authenticated, or the envelope names the same domain. */
  isAligned: boolean
  /** Only a list or form names the writer, or it is one of our own addresses without proof. */
  isOnlyClaimed: boolean
  /** `sender`: no-reply addresses, Auto-Submitted, mailing lists. `responder`: an automatic answer. Null for a person. */
  program: 'sender' | 'responder' | null
}

export type ThreadRefusal =
  | 'no_hint'
  | 'sender_not_participant'
  | 'sender_contradicted'
  | 'sender_only_claimed'
  | 'sender_is_program'
  | 'token_of_another'
  | 'token_invalid'
  | 'only_a_hint'
  /** It came to the mailbox of another queue than that of the ticket. */
  | 'other_queue'

export type ThreadDecision =
  | { kind: 'admitted'; ticketId: string; rule: ThreadRule }
  | { kind: 'held'; ticketId: string; rule: ThreadRule; reason: ThreadRefusal }
  | { kind: 'new'; suggestedTicketId: string | null; rule: ThreadRule | null; reason: ThreadRefusal }

type MailForThreading = Pick<
  ParsedMail,
  'to' | 'cc' | 'deliveredTo' | 'inReplyTo' | 'references' | 'text' | 'html' | 'subject'
>

const MAX_BODY_SCAN = 256 * 1024
const MAX_BODY_MARKERS = 10
const MAX_SUBJECT_NUMBERS = 3
/** Below the text of mails that the desk sent before it named the recipient in its reply addresses. */
const BODY_MARKER = /\bref:[tn](\d{1,15})-[a-z2-7]{16,20}:gotrs\b/gi
const SUBJECT_NUMBER = /\[(?:(?:ticket|case|request)[ :]?)?#(\d{1,15})\]/gi

/** The hints of a mail about its thread, the most trustworthy first. They are not verified. */
export function collectThreadHints(mail: MailForThreading, options: { mailboxAddresses: string[] }): ThreadHint[] {
  return [
    ...replyAddressHints(mail, options.mailboxAddresses),
    ...(mail.inReplyTo ? [{ rule: 'in_reply_to' as const, messageId: mail.inReplyTo }] : []),
    ...[...new Set(mail.references.toReversed())].map(messageId => ({ rule: 'references' as const, messageId })),
    ...subjectNumberHints(mail.subject),
    ...bodyMarkerHints(mail),
  ]
}

/**
 * A hint suggests a ticket, it never admits to one: only a sender who takes part in the ticket, and is not contradicted,
 * writes into the conversation. A reply address admits only its recipient. A sender who names
 * a ticket by something that only its mails contain, and is not admitted, is held there for staff to decide. A ticket
 * number or a line of text can be guessed or copied: without admission they only suggest. A mail that a thousand people
 * answer does not connect them: a shared reference admits participants, and has no effect for others.
 */
export function decideThread(candidates: ThreadCandidate[], sender: ThreadSender): ThreadDecision {
  const admitted = candidates.find(it => refusalOf(it, sender) === null)
  if (admitted) return { kind: 'admitted', ticketId: admitted.ticketId, rule: admitted.rule }
  const held = candidates.find(isProofOfMail)
  if (held) {
    const { ticketId, rule } = held
    return { kind: 'held', ticketId, rule, reason: refusalOf(held, sender) ?? 'sender_not_participant' }
  }
  const first = candidates.find(it => it.rule !== 'shared_reference')
  if (!first) return { kind: 'new', suggestedTicketId: null, rule: null, reason: 'no_hint' }
  const reason = refusalOf(first, sender) ?? 'sender_not_participant'
  return { kind: 'new', suggestedTicketId: first.ticketId, rule: first.rule, reason }
}

/** Does the hint prove that the sender has a mail of the ticket? */
const isProofOfMail = ({ rule, token }: ThreadCandidate): boolean =>
  rule === 'in_reply_to' ||
  rule === 'references' ||
  rule === 'named_by' ||
  (rule === 'reply_address' && token !== 'invalid')

/** Null if this candidate admits the sender. */
function refusalOf({ rule, token, part }: ThreadCandidate, sender: ThreadSender): ThreadRefusal | null {
  if (rule === 'reply_address' && token === 'invalid') return 'token_invalid'
  if (part === null) return 'sender_not_participant'
  if (sender.isContradicted) return 'sender_contradicted'
  if (sender.isOnlyClaimed) return 'sender_only_claimed'
  if (sender.program === 'sender' && part !== 'customer') return 'sender_is_program'
  if (sender.program === 'responder' && part === 'copied') return 'sender_is_program'
  if (rule === 'reply_address' && token !== 'own') return 'token_of_another'
  if (rule === 'subject_number') return sender.isAligned && part !== 'copied' ? null : 'only_a_hint'
  return rule === 'body_marker' ? 'only_a_hint' : null
}

function replyAddressHints(mail: MailForThreading, mailboxAddresses: string[]): ThreadHint[] {
  const ours = new Set(mailboxAddresses.map(it => it.toLowerCase()))
  const recipients = [...mail.deliveredTo, ...mail.to.map(it => it.address), ...mail.cc.map(it => it.address)]
  const hints = new Map<string, ThreadHint>()
  for (const address of new Set(recipients.map(it => it.toLowerCase()))) {
    const token = readReplyAddress(address)
    if (token && ours.has(withoutToken(address))) {
      hints.set(address, { rule: 'reply_address', address, ...token })
    }
  }
  return [...hints.values()]
}

function withoutToken(address: string): string {
  const at = address.lastIndexOf('@')
  return address.slice(0, address.lastIndexOf('+', at)) + address.slice(at)
}

function bodyMarkerHints(mail: MailForThreading): ThreadHint[] {
  const numbers = new Set<number>()
  for (const body of [mail.text, mail.html ?? '']) {
    for (const [, number] of scannable(body).matchAll(BODY_MARKER)) {
      numbers.add(Number(number))
      if (numbers.size >= MAX_BODY_MARKERS) break
    }
  }
  return [...numbers].map(ticketNumber => ({ rule: 'body_marker', ticketNumber }))
}

/** The marker is below the text, so both ends of a very long body are read. */
function scannable(body: string): string {
  if (body.length <= 2 * MAX_BODY_SCAN) return body
  return `${body.slice(0, MAX_BODY_SCAN)}\n${body.slice(-MAX_BODY_SCAN)}`
}

function subjectNumberHints(subject: string): ThreadHint[] {
  const numbers = new Set([...subject.slice(0, 2_000).matchAll(SUBJECT_NUMBER)].map(match => Number(match[1])))
  return [...numbers].slice(0, MAX_SUBJECT_NUMBERS).map(ticketNumber => ({ rule: 'subject_number', ticketNumber }))
}
