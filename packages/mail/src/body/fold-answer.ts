import { isOwn, type LineKind, type MailLine } from './line-kinds.ts'
import type { MailFacts } from './mail-facts.ts'
import { namesItsWriter } from './quote-dividers.ts'
import { countStrokes, type Strokes, signatureAbove } from './signature-block.ts'
import { strokeOf } from './signature-lines.ts'

type Answer = {
  lines: readonly MailLine[]
  kinds: readonly LineKind[]
  /** For each line, the first line below it that does not only introduce something. */
  below: readonly (LineKind | 'end')[]
  facts: MailFacts
  folded: boolean[]
}

/** Folds in an answer or a forwarded mail what was quoted and signed. A quotation with an answer below it stays. */
export function foldAnswer(
  lines: readonly MailLine[],
  kinds: readonly LineKind[],
  facts: MailFacts,
  folded: boolean[],
): void {
  const answer = { lines, kinds, below: kindsBelow(kinds), facts, folded }
  const end = foldTail(answer, cutPosition(answer))
  foldOnlyQuoteAtTop(answer, end)
  foldInnerAttributions(answer, end)
  for (const [at, kind] of kinds.entries()) if (kind === 'signature') folded[at] = true
}

function kindsBelow(kinds: readonly LineKind[]): (LineKind | 'end')[] {
  const below: (LineKind | 'end')[] = []
  let next: LineKind | 'end' = 'end'
  for (let at = kinds.length - 1; at >= 0; at--) {
    below[at] = next
    const kind = kinds[at] ?? 'blank'
    if (kind !== 'blank' && kind !== 'attribution' && kind !== 'cut') next = kind
  }
  return below
}

/** Where the quoted rest begins. A mail that begins with it is a forwarded mail, and stays visible. */
function cutPosition({ kinds, below }: Answer): number {
  let isWritten = false
  for (const [at, kind] of kinds.entries()) {
    // Above lines with `>`, these marks are more reliable.
    const isCut = (kind === 'cut' || kind === 'attribution') && below[at] !== 'quote'
    if (isCut && isWritten) return at
    if (isOwn(kind)) isWritten = true
  }
  return kinds.length
}

/** Folds quotations and signatures from the end upwards and returns where the visible part ends. */
function foldTail(answer: Answer, cut: number): number {
  const { lines, kinds, folded, facts } = answer
  const strokes = countStrokes(lines.filter((_, at) => at < cut && kinds[at] !== 'quote'))
  const quotedLines = new Set(lines.flatMap(({ text }, at) => (kinds[at] === 'quote' ? [bareLine(text)] : [])))
  const evidence = { senderWords: facts.senderWords, quotedLines }
  folded.fill(true, cut)
  let end = cut
  for (;;) {
    const quiet = skipUp(answer, end, strokes)
    folded.fill(true, quiet, end)
    const signature = signatureAbove({ lines, kinds, end: quiet, strokes }, evidence)
    if (signature) folded.fill(true, signature.start, signature.end)
    const next = signature?.start ?? quiet
    if (signature && signature.end < quiet) return quiet
    if (next === end || next === 0) return next
    end = next
  }
}

const bareLine = (text: string) => text.replace(/^[>\s]{1,200}/, '').trim()

/** Skips everything that is not the writer's own text, unless the writer shows it on purpose. */
function skipUp({ lines, kinds, facts }: Answer, end: number, strokes: Strokes): number {
  let at = end
  while (at > 0 && !isOwn(kinds[at - 1] ?? 'text')) at--
  if (at === 0 || facts.purpose === 'agent_answer') return at
  if (isShown(lines.slice(at - 1, end), kinds.slice(at, end))) return end
  return isClosingStroke(lines, kinds, at, strokes) ? at + 1 : at
}

/** The last of several strokes closes a block of the writer; above a quotation it separates that from the text. */
function isClosingStroke(
  lines: readonly MailLine[],
  kinds: readonly LineKind[],
  at: number,
  strokes: Strokes,
): boolean {
  const stroke = kinds[at] === 'rule' ? strokeOf(lines[at]?.text ?? '') : null
  if (stroke === null || (strokes.get(stroke) ?? 0) < 2) return false
  const next = kinds.slice(at + 1, at + 6).find(kind => kind !== 'blank')
  return next === undefined || next === 'rule' || next === 'device'
}

const TYPED_MARK = /^\s{0,3}\w{0,4}>/

/** Lines with `>` without evidence of another writer may be the writer's own. */
function isShown([own, ...below]: readonly MailLine[], kinds: readonly LineKind[]): boolean {
  if (!kinds.includes('quote') || kinds.includes('attribution') || kinds.includes('cut')) return false
  const isTied = /[:：]\s*$/.test(own?.text.slice(-20) ?? '') || TYPED_MARK.test(below[0]?.text.slice(0, 10) ?? '')
  return isTied && !namesItsWriter(below.map(line => line.text))
}

/** A single quotation above an answer is folded, too; with answers between quotations all stay, for context. */
function foldOnlyQuoteAtTop({ kinds, folded }: Answer, end: number): void {
  const firstText = kinds.findIndex(isOwn)
  if (firstText <= 0 || firstText >= end) return
  const top = kinds.slice(0, firstText)
  const hasMoreQuotes = kinds.slice(firstText, end).includes('quote')
  // Lines quoted by hand, without an attribution, belong to the writer's text.
  if (!hasMoreQuotes && top.includes('quote') && (top.includes('attribution') || top.includes('cut'))) {
    folded.fill(true, 0, firstText)
  }
}

/** "On … wrote:" is folded for one quotation between the writer's lines. Above several it stays, for context. */
function foldInnerAttributions({ kinds, below, folded }: Answer, end: number): void {
  const firstText = kinds.findIndex(isOwn)
  let quotations = 0
  let isInQuotation = false
  for (let at = end - 1; at >= 0; at--) {
    const kind = kinds[at] ?? 'blank'
    if (kind === 'attribution' && (below[at] !== 'quote' || (at > firstText && quotations < 2))) folded[at] = true
    if (kind === 'quote' && !isInQuotation) quotations++
    if (kind !== 'blank') isInQuotation = kind === 'quote'
  }
}
