import { findAttribution } from './attribution.ts'
import { foldAnswer } from './fold-answer.ts'
import { classifyLines, isOwn, type LineKind, type MailLine } from './line-kinds.ts'
import type { MailFacts } from './mail-facts.ts'
import { namesItsWriter } from './quote-dividers.ts'
import { strictSignature } from './signature-block.ts'

/** Says of each line whether it is folded: only what is certain not to be the writer's own words in this mail. */
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
 * A mail that says nothing but what it quotes or forwards is there to be read. An agent's empty answer is not: what it
 * quotes would reach the customer as the agent's words, unless it plainly hands on another mail.
 */
function isOpen(lines: readonly MailLine[], kinds: readonly LineKind[], folded: boolean[], facts: MailFacts): boolean {
  if (facts.purpose === 'forward') return wordsShown(lines, kinds, folded) <= MAX_NOTE_WORDS
  if (!kinds.every((kind, at) => folded[at] || kind === 'blank')) return false
  if (facts.purpose === 'answer') return lines.some(({ text }) => hasContent(text))
  return !kinds.includes('quote') || namesItsWriter(lines.map(line => line.text))
}

/** Some answers quote nothing but "On … wrote:", level below level. */
function hasContent(line: string): boolean {
  const text = line.replace(/^[>\s]{1,200}/, '')
  return text.trim() !== '' && findAttribution([text], true) === null
}

/** "For your information", with a greeting and a name: the reader is meant to read what is below it. */
const MAX_NOTE_WORDS = 30

function wordsShown(lines: readonly MailLine[], kinds: readonly LineKind[], folded: readonly boolean[]): number {
  const own = lines.filter((_, at) => !folded[at] && isOwn(kinds[at] ?? 'blank')).map(line => line.text)
  return (
    own.join(' ').match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]{2}|[^\s]+/gu)?.length ??
    0
  )
}
