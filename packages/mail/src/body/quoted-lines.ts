import { findAttribution } from './attribution.ts'
import { WROTE } from './attribution-phrases.ts'
import { plain } from './phrases.ts'

/** Which lines of a plain text are marked as quoted. */
export function quotedLines(lines: readonly string[]): boolean[] {
  const quoted: boolean[] = []
  let isQuotedAbove = false
  for (const [at, line] of lines.entries()) {
    quoted[at] = QUOTE_MARK.test(line) && (isQuotedAbove || !isTornAttribution(line))
    if (line.trim() !== '') isQuotedAbove = quoted[at] ?? false
  }
  unmarkEscapes(lines, quoted)
  markRuns(lines, quoted, INITIALS, () => true)
  markRuns(lines, quoted, BAR, start => isIntroduced(lines, start))
  return quoted
}

const QUOTE_MARK = /^[\s\u200b\ufeff]{0,8}[>＞]/
// Usenet's "JD> ", and the bar of some programs; a table row also ends with a bar.
const INITIALS = /^\s?[A-Za-z]{1,4}>/
const BAR = /^\s?\|(?!.*\|\s*$)|^\s?\|\s*$/

/**
 * The mbox format adds a mark to a line of the writer that begins with "From ", and it stays in the text.
 * https://www.rfc-editor.org/rfc/rfc4155
 */
function unmarkEscapes(lines: readonly string[], quoted: boolean[]): void {
  let start = 0
  while (start < lines.length) {
    let end = start + 1
    while (quoted[start] && quoted[end]) end++
    if (quoted[start] && lines.slice(start, end).every(line => ESCAPED_FROM.test(line))) quoted.fill(false, start, end)
    start = end
  }
}

const ESCAPED_FROM = /^>+From /

/** "> wrote:" or ">:" ends an address that was wrapped before its bracket. */
function isTornAttribution(line: string): boolean {
  if (line.length > 60) return false
  const rest = plain(line).slice(1).trim()
  return /^[:：]$/.test(rest) || WROTE.includes(rest.replace(/\s*[:：]$/, ''))
}

/** Marks runs of two or more lines that begin alike. */
function markRuns(
  lines: readonly string[],
  quoted: boolean[],
  mark: RegExp,
  isQuotation: (start: number) => boolean,
): void {
  let start = 0
  while (start < lines.length) {
    const prefix = mark.exec((lines[start] ?? '').slice(0, 2000))?.[0]
    let end = start + 1
    if (prefix !== undefined) {
      while (end < lines.length && mark.exec((lines[end] ?? '').slice(0, 2000))?.[0] === prefix) end++
      if (end - start >= 2 && isQuotation(start)) quoted.fill(true, start, end)
    }
    start = end
  }
}

function isIntroduced(lines: readonly string[], start: number): boolean {
  let end = start
  while (end > 0 && start - end < 3 && (lines[end - 1] ?? '').trim() === '') end--
  return findAttribution(lines.slice(Math.max(0, end - 6), end), true) !== null
}
