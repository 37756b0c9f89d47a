import { beginsWithAttribution, findAttribution, MAX_ATTRIBUTION_LINES } from './attribution.ts'
import { isDivider, isRule, startsHeaderBlock } from './quote-dividers.ts'
import { isDashedName, isDeviceLine, isSignatureBelow, isSignatureDelimiter } from './signature-lines.ts'

/** One line of a mail, of its text or of its laid-out HTML, with what the HTML's structure says about it. */
export interface MailLine {
  text: string
  /** Stands in a quotation: by its `>` or by the element around it. */
  isQuoted: boolean
  /** Structure says that this introduces a quotation. */
  isAttribution?: boolean
  /** Structure says that everything from here on is quoted. */
  isCut?: boolean
  isSignature?: boolean
  /** Stands below a line or border drawn by HTML. */
  isAfterRule?: boolean
  /** A rule of HTML, which parts sections as often as it stands above a signature. */
  isDrawn?: boolean
}

type Kind = 'blank' | 'text' | 'code' | 'quote' | 'attribution' | 'cut' | 'signature' | 'rule' | 'device'

/** Says of each line whether it is folded. What the sender wrote stays, and so does a quotation that is answered below. */
export function foldLines(lines: readonly MailLine[]): boolean[] {
  const kinds = classify(lines)
  const folded = lines.map(() => false)
  const below = kindsBelow(kinds)
  const end = foldTail(lines, kinds, folded, cutPosition(kinds, below))
  foldOnlyQuoteAtTop(kinds, folded, end)
  foldInnerAttributions(kinds, below, folded, end)
  return isForwardOnly(lines, kinds, folded) ? lines.map(() => false) : folded
}

/** What the sender wrote with his own hand. */
function isOwn(kind: Kind): boolean {
  return kind === 'text' || kind === 'code'
}

function classify(lines: readonly MailLine[]): Kind[] {
  const texts = lines.map(line => line.text)
  const inCode = codeLines(texts)
  const kinds = lines.map((line, at): Kind => {
    if (line.text.trim() === '') return line.isCut ? 'cut' : line.isQuoted ? 'quote' : 'blank'
    if (inCode[at]) return 'code'
    return basicKind(line)
  })
  markHeaderBlocks(lines, texts, kinds)
  markAttributions(texts, kinds)
  return kinds
}

function basicKind(line: MailLine): Kind {
  if (line.isCut) return 'cut'
  if (line.isQuoted) return 'quote'
  if (line.isAttribution) return 'attribution'
  if (line.isSignature) return 'signature'
  if (isDivider(line.text) || beginsWithAttribution(line.text)) return 'cut'
  if (isRule(line.text)) return 'rule'
  return isDeviceLine(line.text) ? 'device' : 'text'
}

/** Lines between a pair of ``` fences are the writer's own, whatever they look like. */
function codeLines(texts: readonly string[]): boolean[] {
  const inCode = texts.map(() => false)
  let open = -1
  for (const [at, text] of texts.entries()) {
    if (!text.trimStart().startsWith('```')) continue
    if (open >= 0) inCode.fill(true, open, at + 1)
    open = open >= 0 ? -1 : at
  }
  return inCode
}

function markHeaderBlocks(lines: readonly MailLine[], texts: readonly string[], kinds: Kind[]): void {
  let isAfterRule = false
  for (const [at, kind] of kinds.entries()) {
    if (kind === 'text') {
      const isBelowLine = isAfterRule || lines[at]?.isAfterRule === true
      if (startsHeaderBlock(texts, at, isBelowLine)) kinds[at] = 'cut'
    }
    if (kind !== 'blank') isAfterRule = kind === 'rule' && /^[\s_]{10,}$|^[\s-]{10,}$/.test(texts[at] ?? '')
  }
}

function markAttributions(texts: readonly string[], kinds: Kind[]): void {
  let next: Kind | 'end' = 'end'
  for (let at = kinds.length - 1; at >= 0; at--) {
    if (kinds[at] === 'text' || kinds[at] === 'rule') {
      const first = firstOfParagraph(kinds, at)
      const found = findAttribution(texts.slice(first, at + 1), next === 'quote')
      // Without marks below it, a quotation begins here only when the line is beyond doubt.
      if (found && (next === 'quote' || found.isSure)) {
        kinds.fill('attribution', at - found.linesAbove, at + 1)
      }
    }
    if (kinds[at] !== 'blank') next = kinds[at] ?? 'end'
  }
}

function firstOfParagraph(kinds: readonly Kind[], at: number): number {
  let first = at
  while (first > 0 && at - first < MAX_ATTRIBUTION_LINES - 1 && IN_PARAGRAPH.has(kinds[first - 1] ?? 'cut')) first--
  return first
}

const IN_PARAGRAPH: ReadonlySet<Kind> = new Set<Kind>(['text', 'blank'])

/** For each line, what comes below it once the lines that only introduce are passed over. */
function kindsBelow(kinds: readonly Kind[]): (Kind | 'end')[] {
  const below: (Kind | 'end')[] = []
  let next: Kind | 'end' = 'end'
  for (let at = kinds.length - 1; at >= 0; at--) {
    below[at] = next
    const kind = kinds[at] ?? 'blank'
    if (kind !== 'blank' && kind !== 'attribution' && kind !== 'cut') next = kind
  }
  return below
}

/** Where the quoted rest begins. A mail that begins with it is a forwarded one, and all of it is for the reader. */
function cutPosition(kinds: readonly Kind[], below: readonly (Kind | 'end')[]): number {
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
function foldTail(lines: readonly MailLine[], kinds: readonly Kind[], folded: boolean[], cut: number): number {
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

function skipUp(kinds: readonly Kind[], end: number): number {
  let at = end
  while (at > 0 && !isOwn(kinds[at - 1] ?? 'text')) at--
  return at
}

const MAX_SIGNATURE = 60
const NEVER_SIGNED: ReadonlySet<Kind> = new Set<Kind>(['quote', 'attribution', 'cut', 'code'])

/** Looks upwards for a delimiter with nothing but a signature between it and the end. */
function signatureStart(lines: readonly MailLine[], kinds: readonly Kind[], end: number): number | null {
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
function foldOnlyQuoteAtTop(kinds: readonly Kind[], folded: boolean[], end: number): void {
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
  kinds: readonly Kind[],
  below: readonly (Kind | 'end')[],
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
function isForwardOnly(lines: readonly MailLine[], kinds: readonly Kind[], folded: readonly boolean[]): boolean {
  if (!kinds.every((kind, at) => folded[at] || kind === 'blank')) return false
  if (!kinds.includes('quote')) return true
  const texts = lines.slice(0, SEARCHED_LINES).map(line => line.text.replace(/^[>\s]{1,20}/, ''))
  return texts.some((text, at) => isDivider(text) || startsHeaderBlock(texts, at, false))
}
