import { classifyLines, type LineKind, type MailLine } from './line-kinds.ts'
import { isDivider, startsHeaderBlock } from './quote-dividers.ts'
import { isDashedName, isSignatureBelow, isSignatureDelimiter } from './signature-lines.ts'

/** Says of each line whether it is folded. What the sender wrote stays, and so does a quotation that is answered below. */
export function foldLines(lines: readonly MailLine[]): boolean[] {
  const kinds = classifyLines(lines)
  const folded = lines.map(() => false)
  const below = kindsBelow(kinds)
  const end = foldTail(lines, kinds, folded, cutPosition(kinds, below))
  foldOnlyQuoteAtTop(kinds, folded, end)
  foldInnerAttributions(kinds, below, folded, end)
  for (const [at, kind] of kinds.entries()) if (kind === 'signature') folded[at] = true
  return isForwardOnly(lines, kinds, folded) ? lines.map(() => false) : folded
}

/** What the sender wrote with his own hand. */
function isOwn(kind: LineKind): boolean {
  return kind === 'text' || kind === 'code'
}

/** For each line, what comes below it once the lines that only introduce are passed over. */
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

/** Where the quoted rest begins. A mail that begins with it is a forwarded one, and all of it is for the reader. */
function cutPosition(kinds: readonly LineKind[], below: readonly (LineKind | 'end')[]): number {
  let isWritten = false
  for (const [at, kind] of kinds.entries()) {
    // Above lines with `>` those marks tell better what is quoted.
    const isCut = (kind === 'cut' || kind === 'attribution') && below[at] !== 'quote'
    if (isCut && isWritten) return at
    if (isOwn(kind)) isWritten = true
  }
  return kinds.length
}

/** Folds quotations and signatures from the end upwards and returns where the visible part ends. */
function foldTail(lines: readonly MailLine[], kinds: readonly LineKind[], folded: boolean[], cut: number): number {
  folded.fill(true, cut)
  let end = cut
  for (;;) {
    const quiet = skipUp(kinds, end)
    const signature = signatureStart(lines, kinds, quiet)
    const next = signature ?? quiet
    folded.fill(true, next, end)
    if (next === end || next === 0) return next
    end = next
  }
}

function skipUp(kinds: readonly LineKind[], end: number): number {
  let at = end
  while (at > 0 && !isOwn(kinds[at - 1] ?? 'text')) at--
  return at
}

const MAX_SIGNATURE = 60
const NEVER_SIGNED: ReadonlySet<LineKind> = new Set<LineKind>(['quote', 'attribution', 'cut', 'code'])

/** Looks upwards for a delimiter with nothing but a signature between it and the end. */
function signatureStart(lines: readonly MailLine[], kinds: readonly LineKind[], end: number): number | null {
  for (let at = end - 1; at >= Math.max(0, end - MAX_SIGNATURE); at--) {
    const kind = kinds[at]
    if (kind === undefined || NEVER_SIGNED.has(kind)) return null
    const text = lines[at]?.text ?? ''
    if (at === end - 1 && kinds[at - 1] === 'blank' && isDashedName(text)) return at
    if (!isSignatureDelimiter(text) && (kind !== 'rule' || lines[at]?.isDrawn)) continue
    const below = lines.slice(at + 1, end).map(line => line.text)
    return isSignatureBelow(text, below) ? at : null
  }
  return null
}

/** The one quotation above an answer is folded too; with answers between quotations all of them stay, for the sense. */
function foldOnlyQuoteAtTop(kinds: readonly LineKind[], folded: boolean[], end: number): void {
  const firstText = kinds.findIndex(isOwn)
  if (firstText <= 0 || firstText >= end) return
  const top = kinds.slice(0, firstText)
  const hasMoreQuotes = kinds.slice(firstText, end).includes('quote')
  // Lines quoted by hand, with nothing said about whose they are, belong to what the sender wants to say.
  if (!hasMoreQuotes && top.includes('quote') && (top.includes('attribution') || top.includes('cut'))) {
    folded.fill(true, 0, firstText)
  }
}

/** "On … wrote:" says nothing between the sender's own lines. Above the first of several answers it sets the scene. */
function foldInnerAttributions(
  kinds: readonly LineKind[],
  below: readonly (LineKind | 'end')[],
  folded: boolean[],
  end: number,
): void {
  const firstText = kinds.findIndex(isOwn)
  for (let at = 0; at < end; at++) {
    if (kinds[at] === 'attribution' && (at > firstText || below[at] !== 'quote')) folded[at] = true
  }
}

const SEARCHED_LINES = 40

/** A mail with nothing but a forwarded one in it is all for the reader; one with nothing but an old answer is not. */
function isForwardOnly(lines: readonly MailLine[], kinds: readonly LineKind[], folded: readonly boolean[]): boolean {
  if (!kinds.every((kind, at) => folded[at] || kind === 'blank')) return false
  if (!kinds.includes('quote')) return true
  const texts = lines.slice(0, SEARCHED_LINES).map(line => line.text.replace(/^[>\s]{1,20}/, ''))
  return texts.some((text, at) => isDivider(text) || startsHeaderBlock(texts, at, false))
}
