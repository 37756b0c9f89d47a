import { ABOVE_THIS_LINE, DIVIDERS } from './divider-phrases.ts'
import { HEADER_NAMES, type HeaderKind } from './header-names.ts'
import { plain } from './phrases.ts'

/** "-----Original Message-----", "Begin forwarded message:" and similar lines, in many languages. */
export function isDivider(line: string): boolean {
  if (line.length > 200) return false
  const text = plain(line)
  if (isAboveThisLine(text)) return true
  const inner = text.replace(/^[-_=*~<>• ]{1,80}/, '').replace(/[-_=*~<>•:： ]{1,80}$/, '')
  const isMarked = /^[-_=*~<>•]{2}/.test(text) || /[:：]$/.test(text)
  if (!isMarked) return false
  return dividers.has(inner) || (/^[-_]{2}.{4,}[-_]{2}$/.test(text) && inner.startsWith('forwarded by '))
}

/**
 * The words alone may be part of an error message. Between the strokes of mail programs they are certain;
 * otherwise a header line must follow.
 */
export function dividesAt(lines: readonly string[], at: number): boolean {
  const line = lines[at] ?? ''
  if (!isDivider(line)) return false
  if (/^[\s>*]{0,8}[-_]{3,}.{3,180}[-_]{3,}[\s*]{0,8}$/.test(line) || isAboveThisLine(plain(line))) return true
  return lines.slice(at + 1, at + 6).some(below => headerKinds(below).length > 0)
}

/** Between marks, or alone on the line: a sentence with these words has more text. */
function isAboveThisLine(text: string): boolean {
  const found = ABOVE_THIS_LINE.find(phrase => text.includes(phrase))
  return (
    found !== undefined && (/^[-_=*~#<>•[({]/.test(text) || text.length <= found.length + 30) && !/["“„«]/.test(text)
  )
}

const dividers = new Set(DIVIDERS)

/** A line that consists of strokes. */
export function isRule(line: string): boolean {
  return /^(?:([-_=*~#+—–─━])\1{2,}|ᐧ)$/.test(line.trim().replace(/\s/g, ''))
}

/** Words between strokes: a divider in any language, if header lines follow. */
export function isStroked(line: string): boolean {
  return /^\s{0,8}[-=]{4,40}[^-=].{1,80}[-=]{4,40}\s{0,8}$/.test(line.slice(0, 200))
}

const MAX_HEADER_LINES = 12

/**
 * Does a block of "From:, Sent:, To:, Subject:" lines, as mail programs put above a quotation, start here?
 * After a rule fewer are enough, and so are three lines of the same form in an unknown language.
 */
export function startsHeaderBlock(lines: readonly string[], start: number, isAfterRule: boolean): boolean {
  if (headerKinds(lines[start] ?? '').length === 0 && !isAfterRule) return false
  const block: HeaderBlock = { seen: new Set(), shaped: 0, hasAddress: false, hasWriter: false }
  let strangers = 0
  let left = MAX_HEADER_LINES
  for (let at = start; at < lines.length && left > 0 && strangers < 2; at++) {
    const line = lines[at] ?? ''
    if (line.trim() === '') {
      if (headerKinds(lines[at + 1] ?? '').length === 0) break
      continue
    }
    if (isRule(line)) break
    left--
    const isShaped = takeHeaderLine(block, line)
    if (!isShaped && at === start) return false
    if (!isShaped) strangers++
  }
  return isHeaderBlock(block, isAfterRule)
}

type HeaderBlock = { seen: Set<HeaderKind>; shaped: number; hasAddress: boolean; hasWriter: boolean }

/** False for a line that does not look like a header line. */
function takeHeaderLine(block: HeaderBlock, line: string): boolean {
  const kinds = headerKinds(line)
  const kind = kinds.find(candidate => !block.seen.has(candidate))
  if (kind) block.seen.add(kind)
  block.hasAddress ||= line.includes('@')
  // An address names the writer, a time of day when it was sent: "Date: 4 March" may be part of any order.
  block.hasWriter ||= kinds.includes('from') && line.includes('@')
  block.hasWriter ||= kinds.includes('date') && TIME_OF_DAY.test(line.slice(0, 200))
  const isShaped = kinds.length > 0 || HEADER_SHAPE.test(line)
  if (isShaped) block.shaped++
  return isShaped
}

const TIME_OF_DAY = /\d[:.h時点시] ?\d\d(?!\d)/

const SEARCHED_LINES = 40

/** Does a quotation name its writer, by a divider, header lines or an attribution at its beginning? */
export function namesItsWriter(lines: readonly string[]): boolean {
  const texts = lines.slice(0, SEARCHED_LINES).map(line => line.replace(/^[>\s]{1,20}/, ''))
  return texts.some((text, at) => isDivider(text) || startsHeaderBlock(texts, at, false))
}

const HEADER_SHAPE = /^[\s*]{0,4}\p{L}[^:：]{0,24}[:：][*\s]{0,3}\S/u

// "From: Berlin, To: Hamburg, Date: …" is an order: a mail has a writer or a time, or at least all of these lines.
function isHeaderBlock({ seen, shaped, hasAddress, hasWriter }: HeaderBlock, isAfterRule: boolean): boolean {
  const known = LETTER_KINDS.filter(kind => seen.has(kind)).length
  if (isAfterRule && shaped >= 3 && hasAddress) return true
  if (!seen.has('from')) return false
  if (isAfterRule) return hasAddress ? known >= 2 : known >= 3 && (hasWriter || seen.has('subject'))
  return known >= 3 && (hasWriter || (known === 4 && hasAddress))
}

const LETTER_KINDS = ['from', 'date', 'to', 'subject'] as const

/** The header lines that a line may be; a name such as "De" may be several. */
export function headerKinds(line: string): readonly HeaderKind[] {
  const head = /^[\s*_|•]{0,6}([^:：]{1,30})[:：]/.exec(line.slice(0, 40))?.[1]
  if (head === undefined) return []
  return (
    kindsOf.get(
      plain(head)
        .replace(/[*_.]+$/g, '')
        .trim(),
    ) ?? []
  )
}

const kindsOf = new Map<string, HeaderKind[]>()
for (const kind of ['from', 'date', 'to', 'cc', 'subject', 'other'] as const) {
  for (const name of HEADER_NAMES[kind]) kindsOf.set(name, [...(kindsOf.get(name) ?? []), kind])
}
