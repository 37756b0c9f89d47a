import type { LineKind, MailLine } from './line-kinds.ts'
import { isDashedName, isSignatureBelow, type SignatureEvidence } from './signature-evidence.ts'
import { isPostscript, isStrictDelimiter, strokeOf } from './signature-lines.ts'

/** Lines from `start` up to, and without, `end`. */
export type Block = { start: number; end: number }

const MAX_SIGNATURE = 60

const noEvidence: SignatureEvidence = { senderWords: [], quotedLines: new Set() }

/** The text below the only strict delimiter of a mail: https://www.rfc-editor.org/rfc/rfc3676#section-4.3 */
export function strictSignature(lines: readonly MailLine[]): Block | null {
  const strokes = lines.flatMap(({ text }, at) => (strokeOf(text) === '--' ? [at] : []))
  const [start = 0] = strokes
  if (strokes.length !== 1 || !isStrictDelimiter(lines[start]?.text ?? '')) return null
  if (!lines.slice(0, start).some(line => line.text.trim() !== '')) return null
  const below = lines.slice(start + 1).map(line => line.text)
  return isSignatureBelow('-- ', below, noEvidence) ? untilPostscript(lines, { start, end: lines.length }) : null
}

/** How often each stroke occurs in a mail. */
export type Strokes = ReadonlyMap<string, number>

export function countStrokes(lines: readonly MailLine[]): Strokes {
  const counts = new Map<string, number>()
  for (const { text, isDrawn } of lines) {
    const stroke = isDrawn ? null : strokeOf(text)
    if (stroke) counts.set(stroke, (counts.get(stroke) ?? 0) + 1)
  }
  return counts
}

type Part = { lines: readonly MailLine[]; kinds: readonly LineKind[]; end: number; strokes: Strokes }

/** The signature at the end of the part, below the nearest stroke; null if that stroke separates something else. */
export function signatureAbove({ lines, kinds, end, strokes }: Part, evidence: SignatureEvidence): Block | null {
  for (let at = end - 1; at >= Math.max(0, end - MAX_SIGNATURE); at--) {
    if (NEVER_SIGNED.has(kinds[at] ?? 'cut')) return null
    const { text = '', isDrawn } = lines[at] ?? {}
    if (at === end - 1 && kinds[at - 1] === 'blank' && isDashedName(text, evidence) && isOnlyDash(lines, at))
      return { start: at, end }
    const stroke = isDrawn ? null : strokeOf(text)
    if (stroke === null) continue
    // A stroke that occurs twice separates sections.
    if ((strokes.get(stroke) ?? 0) > 1 || (!isStrictDelimiter(text) && isAnnounced(lines, at))) return null
    const below = lines.slice(at + 1, end).map(line => line.text)
    return isSignatureBelow(text, below, evidence) ? untilPostscript(lines, { start: at, end }) : null
  }
  return null
}

const NEVER_SIGNED: ReadonlySet<LineKind> = new Set<LineKind>(['quote', 'attribution', 'cut', 'code'])

function isOnlyDash(lines: readonly MailLine[], at: number): boolean {
  const above = lines.slice(Math.max(0, at - MAX_SIGNATURE), at)
  return !isAnnounced(lines, at) && !above.some(line => line.text.trimStart().startsWith('-'))
}

/** "This is what it prints:" introduces text of the writer. */
function isAnnounced(lines: readonly MailLine[], at: number): boolean {
  let above = at - 1
  while (above > 0 && lines[above]?.text.trim() === '') above--
  return /[:：]\s*$/.test(lines[above]?.text.slice(-20) ?? '')
}

function untilPostscript(lines: readonly MailLine[], { start, end }: Block): Block {
  const added = lines.slice(start, end).findIndex(line => isPostscript(line.text))
  return { start, end: added < 0 ? end : start + added }
}
