import { foldLines, type MailLine } from './fold-lines.ts'

export interface FoldedText {
  visible: string
  folded: string
}

/** Parts the lines of a plain text. Line ends become LF; every line is in exactly one of the two. */
export function foldText(text: string): FoldedText {
  const lines = text.replace(/\r\n?/g, '\n').split('\n')
  const isFolded = foldLines(lines.map(textLine))
  return {
    visible: pick(lines, isFolded, false),
    folded: pick(lines, isFolded, true),
  }
}

function textLine(text: string): MailLine {
  return { text, isQuoted: QUOTE_MARK.test(text) }
}

const QUOTE_MARK = /^[\s\u200b\ufeff]{0,8}[>＞]/

function pick(lines: readonly string[], isFolded: readonly boolean[], wanted: boolean): string {
  const kept = lines.filter((_, at) => isFolded[at] === wanted)
  let first = 0
  let end = kept.length
  while (first < end && kept[first]?.trim() === '') first++
  while (end > first && kept[end - 1]?.trim() === '') end--
  return kept.slice(first, end).join('\n').trimEnd()
}
