import { foldLines } from './fold-lines.ts'
import type { MailFacts } from './mail-facts.ts'
import { quotedLines } from './quoted-lines.ts'

export interface FoldedText {
  visible: string
  folded: string
}

/** Splits the lines of a plain text. Line ends become LF; every line is in exactly one of the two parts. */
export function foldText(text: string, facts: MailFacts): FoldedText {
  const lines = text.replace(/\r\n?/g, '\n').split('\n')
  const isQuoted = quotedLines(lines)
  const isFolded = foldLines(
    lines.map((line, at) => ({ text: line, isQuoted: isQuoted[at] ?? false })),
    facts,
  )
  return {
    visible: pick(lines, isFolded, false),
    folded: pick(lines, isFolded, true),
  }
}

function pick(lines: readonly string[], isFolded: readonly boolean[], wanted: boolean): string {
  const kept = lines.filter((_, at) => isFolded[at] === wanted)
  let first = 0
  let end = kept.length
  while (first < end && kept[first]?.trim() === '') first++
  while (end > first && kept[end - 1]?.trim() === '') end--
  return kept.slice(first, end).join('\n').trimEnd()
}
