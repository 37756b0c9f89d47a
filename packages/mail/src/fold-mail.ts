import { type FoldedBody, foldQuotes } from './body/fold-quotes.ts'
import type { MailFacts, MailPurpose } from './body/mail-facts.ts'
import { plain } from './body/phrases.ts'
import { hasForwardPrefix } from './forward-subject.ts'
import type { MailAddress, ParsedMail } from './parsed-mail.ts'
import { type ReplyToken, readReplyAddress } from './reply-address.ts'
import { hasReplyPrefix } from './reply-subject.ts'

type Facts = Pick<ParsedMail, 'subject' | 'inReplyTo' | 'references' | 'from' | 'to' | 'cc' | 'deliveredTo'>
type Mail = Facts & Pick<ParsedMail, 'text' | 'isTextFromHtml'>

/** Splits a mail into the writer's own text and the rest. `html` is the sanitised HTML of the mail. */
export function foldMail(mail: Mail, html: string | null, envelopeTo: readonly string[] = []): FoldedBody {
  const facts = { purpose: purposeOf(mail, envelopeTo), senderWords: senderWords(mail.from) }
  return foldQuotes({ text: mail.isTextFromHtml ? null : mail.text || null, html }, facts satisfies MailFacts)
}

/** Shows what the writer did: a reply has a prefix or a reference, or goes to a reply address. */
export function purposeOf(mail: Facts, envelopeTo: readonly string[]): MailPurpose {
  const tokens = replyTokens(mail, envelopeTo)
  if (tokens.some(token => token.issuedDay !== null)) return 'agent_answer'
  if (hasForwardPrefix(mail.subject)) return 'forward'
  const isAnswer = mail.inReplyTo !== null || mail.references.length > 0 || hasReplyPrefix(mail.subject)
  return isAnswer || tokens.length > 0 ? 'answer' : 'opening'
}

function replyTokens({ to, cc, deliveredTo }: Facts, envelopeTo: readonly string[]): ReplyToken[] {
  const addresses = [...envelopeTo, ...deliveredTo, ...[...to, ...cc].map(it => it.address)]
  return addresses.flatMap(address => readReplyAddress(address) ?? [])
}

const MAX_WORDS = 20

function senderWords(from: MailAddress | null): string[] {
  const [local = ''] = (from?.address ?? '').split('@')
  // "office@" and "info@" are not signatures: the address counts only if there is no name.
  return plain((from?.name || local).slice(0, 500))
    .split(/[^\p{L}\p{M}]+/u)
    .filter(word => word.length >= 3 || /^\p{Lo}{2}/u.test(word))
    .slice(0, MAX_WORDS)
}
