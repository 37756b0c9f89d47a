import { findAttribution } from './attribution.ts'
import { foldAnswer } from './fold-answer.ts'
import { classifyLines, isOwn, type LineKind, type MailLine } from './line-kinds.ts'
import type { MailFacts } from './mail-facts.ts'
import { namesItsWriter } from './quote-dividers.ts'
import { strictSignature } from './signature-block.ts'

/** Decides for each line whether it is folded: only text that is certainly not the writer's own in this mail. */
export function foldLines(lines: readonly MailLine[], facts: MailFacts): boolean[] {
  const folded = lines.map(() => false)
  if (facts.purpose === 'opening') {
    const signature = strictSignature(lines)
    return signature ? folded.fill(true, signature.start, signature.end) : folded
  }
  const kinds = classifyLines(lines)
  foldAnswer(lines, kinds, facts, folded)
  return isOpen(lines, kinds, folded, facts) ? lines.map(() => false) : folded
}

/**
 * A mail that contains only quoted or forwarded text stays visible. An agent's empty answer does not: its
 * quoted text would reach the customer as the agent's words, unless it clearly forwards another mail.
 */
function isOpen(lines: readonly MailLine[], kinds: readonly LineKind[], folded: boolean[], facts: MailFacts): boolean {
  if (facts.purpose === 'forward') return wordsShown(lines, kinds, folded) <= MAX_NOTE_WORDS
  if (!kinds.every((kind, at) => folded[at] || kind === 'blank')) return false
  if (facts.purpose === 'answer') return lines.some(({ text }) => hasContent(text))
  return !kinds.includes('quote') || namesItsWriter(lines.map(line => line.text))
}

/** Some answers quote only "On … wrote:", at several levels. */
function hasContent(line: string): boolean {
  const text = line.replace(/^[>\s]{1,200}/, '')
  return text.trim() !== '' && findAttribution([text], true) === null
}

/** "For your information", with a greeting and a name: the text below it is meant to be read. */
const MAX_NOTE_WORDS = 30

function wordsShown(lines: readonly MailLine[], kinds: readonly LineKind[], folded: readonly boolean[]): number {
  const own = lines.filter((_, at) => !folded[at] && isOwn(kinds[at] ?? 'blank')).map(line => line.text)
  return (
    own.join(' ').match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]{2}|[^\s]+/gu)?.length ??
    0
  )
}
