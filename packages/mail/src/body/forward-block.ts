import type { HeaderKind } from './header-names.ts'
import { headerKinds, isDivider, isRule, isStroked, startsHeaderBlock } from './quote-dividers.ts'

export type ForwardLine = { text: string; isQuoted: boolean }

export type ForwardBlock = {
  /** The first line that belongs to the forwarded mail: its divider, or its first header line. */
  start: number
  /** The first line below its header lines. */
  bodyStart: number
  /** Apple Mail marks forwarded text like a quotation. */
  isMarked: boolean
  fields: Map<HeaderKind, string>
}

const MAX_GAP = 4
const MAX_LINES = 60
const MAX_VALUE = 8_000
const QUOTE_MARK = /^\s{0,3}> ?/

/**
 * Finds the header lines that a mail program put above the mail it forwards: below a divider, or a block of four with
 * blank lines around it, as Outlook writes it. Answers ("On … wrote:") and quotations are not forwarded mail.
 */
export function findForwardBlock(lines: readonly ForwardLine[], hasWrappedLines: boolean): ForwardBlock | null {
  let isAfterRule = false
  for (const [at, { text, isQuoted }] of lines.entries()) {
    if (text.trim() === '') continue
    const headerStart = mayDivide(text) ? firstLineBelow(lines, at) : at
    if (headerStart > at || (!isQuoted && !QUOTE_MARK.test(text))) {
      const found = readBlock(lines, headerStart, { isBelowDivider: headerStart > at || isAfterRule, hasWrappedLines })
      if (found) return { ...found, start: isAfterRule && headerStart === at ? ruleAbove(lines, at) : at }
    }
    isAfterRule = isRule(text)
  }
  return null
}

/** Words between strokes count in any language, because header lines must follow. */
function mayDivide(line: string): boolean {
  return !QUOTE_MARK.test(line) && (isDivider(line) || isStroked(line))
}

/** The text of lines without the quote marks of the block. */
export function bodyOfBlock(lines: readonly string[], { bodyStart, isMarked }: ForwardBlock): string {
  const body = lines.slice(bodyStart)
  return (isMarked ? body.map(unmarked) : body)
    .join('\n')
    .replace(/^\s*\n/, '')
    .trimEnd()
}

function firstLineBelow(lines: readonly ForwardLine[], divider: number): number {
  let at = divider + 1
  while (at < divider + MAX_GAP && bare(lines[at]?.text ?? '') === '') at++
  return at
}

function ruleAbove(lines: readonly ForwardLine[], at: number): number {
  let above = at - 1
  while (above > 0 && lines[above]?.text.trim() === '') above--
  return above
}

type Circumstances = { isBelowDivider: boolean; hasWrappedLines: boolean }

function readBlock(lines: readonly ForwardLine[], start: number, { isBelowDivider, hasWrappedLines }: Circumstances) {
  const isMarked = QUOTE_MARK.test(lines[start]?.text ?? '')
  const texts = lines.slice(start, start + MAX_LINES).map(line => (isMarked ? unmarked(line.text) : line.text))
  if (!startsHeaderBlock(texts, 0, isBelowDivider)) return null
  const reader = new FieldReader(hasWrappedLines)
  let at = 0
  while (at < texts.length && reader.take(texts, at)) at++
  return reader.fields.has('from') ? { bodyStart: start + at, isMarked, fields: reader.fields } : null
}

class FieldReader {
  readonly fields = new Map<HeaderKind, string>()
  private readonly hasWrappedLines: boolean
  private current: HeaderKind | null = null

  constructor(hasWrappedLines: boolean) {
    this.hasWrappedLines = hasWrappedLines
  }

  /** False at the first line that does not belong to the header lines. */
  take(texts: readonly string[], at: number): boolean {
    const line = texts[at] ?? ''
    if (bare(line) === '') return this.isHeader(texts[at + 1]) && this.isUnfinished()
    const kind = this.kindOf(line)
    if (kind !== undefined) {
      this.current = kind
      this.fields.set(kind, this.fields.get(kind) ?? fieldValue(line))
      return true
    }
    if (this.isWrapped(line)) return this.append(line)
    // An unknown header between two known ones.
    this.current = null
    return /^[^:：]{1,40}[:：]/.test(line) && this.isHeader(texts[at + 1])
  }

  private kindOf(line: string | undefined): HeaderKind | undefined {
    return headerKinds(line ?? '').find(kind => kind === 'other' || !this.fields.has(kind))
  }

  private isHeader(line: string | undefined): boolean {
    return line !== undefined && this.kindOf(line) !== undefined
  }

  /** Some programs put blank lines between the header lines; a block with sender and subject ends at one. */
  private isUnfinished(): boolean {
    return !(this.fields.has('from') && this.fields.has('subject') && this.fields.size >= 3)
  }

  private isWrapped(line: string): boolean {
    if (!this.hasWrappedLines || this.current === null) return false
    const value = this.fields.get(this.current) ?? ''
    return /^[ \t]/.test(line) || /[,;]$/.test(value) || value.lastIndexOf('<') > value.lastIndexOf('>')
  }

  private append(line: string): true {
    const value = this.fields.get(this.current ?? 'other') ?? ''
    if (value.length < MAX_VALUE) this.fields.set(this.current ?? 'other', `${value} ${line.trim()}`.trim())
    return true
  }
}

function fieldValue(line: string): string {
  const colon = line.search(/[:：]/)
  return line
    .slice(colon + 1, colon + 1 + MAX_VALUE)
    .replace(/^[\s*]{1,20}/, '')
    .trim()
}

function unmarked(line: string): string {
  return line.replace(QUOTE_MARK, '')
}

function bare(line: string): string {
  return unmarked(line).trim()
}
