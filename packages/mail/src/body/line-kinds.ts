import { beginsWithAttribution, findAttribution, MAX_ATTRIBUTION_LINES } from './attribution.ts'
import { dividesAt, headerKinds, isRule, isStroked, startsHeaderBlock } from './quote-dividers.ts'
import { isDeviceLine } from './signature-lines.ts'

/** One line of a mail, from its text or its laid-out HTML, with facts from the structure of the HTML. */
export interface MailLine {
  text: string
  /** In a quotation, by its `>` or by the element around it. */
  isQuoted: boolean
  /** Introduces a quotation, by the structure of the HTML. */
  isAttribution?: boolean
  /** Starts the quoted rest of the mail, by the structure of the HTML. */
  isCut?: boolean
  isSignature?: boolean
  /** Below a rule or border of the HTML. */
  isAfterRule?: boolean
  /** An `<hr>`, which separates sections as often as it starts a signature. */
  isDrawn?: boolean
  /** Contains an image of the mail, which may be all that the writer sent. */
  hasPicture?: boolean
}

export type LineKind = 'blank' | 'text' | 'code' | 'quote' | 'attribution' | 'cut' | 'signature' | 'rule' | 'device'

/** Text that the sender wrote. */
export function isOwn(kind: LineKind): boolean {
  return kind === 'text' || kind === 'code'
}

/** The kind of each line, by its text and its neighbours. */
export function classifyLines(lines: readonly MailLine[]): LineKind[] {
  const texts = lines.map(line => line.text)
  const inCode = codeLines(texts)
  const kinds = lines.map((line, at): LineKind => {
    if (line.text.trim() === '' && !line.hasPicture) return line.isCut ? 'cut' : line.isQuoted ? 'quote' : 'blank'
    if (inCode[at]) return 'code'
    return basicKind(line, texts, at)
  })
  markHeaderBlocks(lines, texts, kinds)
  markAttributions(texts, kinds)
  return kinds
}

function basicKind(line: MailLine, texts: readonly string[], at: number): LineKind {
  if (line.isCut) return 'cut'
  if (line.isQuoted) return 'quote'
  if (line.isAttribution) return 'attribution'
  if (line.isSignature) return 'signature'
  if (dividesAt(texts, at) || beginsWithAttribution(line.text)) return 'cut'
  if (isRule(line.text)) return 'rule'
  return isDeviceLine(line.text) ? 'device' : 'text'
}

/** Lines between a pair of ``` fences are always the writer's own. */
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

function markHeaderBlocks(lines: readonly MailLine[], texts: readonly string[], kinds: LineKind[]): void {
  let isAfterRule = false
  let stroked = -1
  const mayBeStroked = !drawsHeadings(texts, kinds)
  for (const [at, kind] of kinds.entries()) {
    if (kind === 'text') {
      const isBelowLine = isAfterRule || stroked >= 0 || lines[at]?.isAfterRule === true
      if (startsHeaderBlock(texts, at, isBelowLine)) kinds.fill('cut', stroked < 0 ? at : stroked, at + 1)
    }
    if (kind !== 'blank') stroked = mayBeStroked && kind === 'text' && isStroked(texts[at] ?? '') ? at : -1
    if (kind !== 'blank') isAfterRule = kind === 'rule' && /^[\s_]{10,}$|^[\s-]{10,}$/.test(texts[at] ?? '')
  }
}

/** A writer who uses headings between strokes elsewhere may use them above own header lines, too. */
function drawsHeadings(texts: readonly string[], kinds: readonly LineKind[]): boolean {
  return texts.some((text, at) => {
    if (kinds[at] !== 'text' || !isStroked(text)) return false
    const below = texts.slice(at + 1, at + 5).findIndex(line => line.trim() !== '')
    return below < 0 || headerKinds(texts[at + 1 + below] ?? '').length === 0
  })
}

function markAttributions(texts: readonly string[], kinds: LineKind[]): void {
  let next: LineKind | 'end' = 'end'
  for (let at = kinds.length - 1; at >= 0; at--) {
    if (kinds[at] === 'text' || kinds[at] === 'rule') {
      const first = firstOfParagraph(kinds, at)
      const found = findAttribution(texts.slice(first, at + 1), next === 'quote')
      // Without marks below it, a quotation begins here only if the line is certain.
      if (found && (next === 'quote' || found.isSure)) {
        kinds.fill('attribution', at - found.linesAbove, at + 1)
      }
    }
    if (kinds[at] !== 'blank') next = kinds[at] ?? 'end'
  }
}

function firstOfParagraph(kinds: readonly LineKind[], at: number): number {
  let first = at
  while (first > 0 && at - first < MAX_ATTRIBUTION_LINES - 1 && IN_PARAGRAPH.has(kinds[first - 1] ?? 'cut')) first--
  return first
}

const IN_PARAGRAPH: ReadonlySet<LineKind> = new Set<LineKind>(['text', 'blank'])
