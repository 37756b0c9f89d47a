import { ABOVE_THIS_LINE, DIVIDERS } from './divider-phrases.ts'
import { HEADER_NAMES, type HeaderKind } from './header-names.ts'
import { plain } from './phrases.ts'

/** "-----Original Message-----", "Begin forwarded message:" and the like, in any of the languages. */
export function isDivider(line: string): boolean {
  if (line.length > 200) return false
  const text = plain(line)
  const inner = text.replace(/^[-_=*~<>• ]{1,80}/, '').replace(/[-_=*~<>•:： ]{1,80}$/, '')
  if (ABOVE_THIS_LINE.some(phrase => text.includes(phrase))) return true
  const isMarked = /^[-_=*~<>•]{2}/.test(text) || /[:：]$/.test(text)
  if (!isMarked) return false
  return dividers.has(inner) || (/^[-_]{2}.{4,}[-_]{2}$/.test(text) && inner.startsWith('forwarded by '))
}

const dividers = new Set(DIVIDERS)

/** A line of nothing but strokes. */
export function isRule(line: string): boolean {
  return /^(?:([-_=*~#+—–─━])\1{2,}|ᐧ)$/.test(line.trim().replace(/\s/g, ''))
}

/** Words between strokes: a divider in whatever language, where header lines follow. */
export function isStroked(line: string): boolean {
  return /^\s{0,8}[-=]{4,40}[^-=].{1,80}[-=]{4,40}\s{0,8}$/.test(line.slice(0, 200))
}

const MAX_HEADER_LINES = 12

/**
 * Tells whether the block of "From:, Sent:, To:, Subject:" lines that mail programs put above a quotation starts here.
 * After a rule two known names are enough, and so are three lines of the same shape in a language we don't know.
 */
export function startsHeaderBlock(lines: readonly string[], start: number, isAfterRule: boolean): boolean {
  if (headerKinds(lines[start] ?? '').length === 0 && !isAfterRule) return false
  const seen = new Set<HeaderKind>()
  let shaped = 0
  let strangers = 0
  let hasAddress = false
  let left = MAX_HEADER_LINES
  for (let at = start; at < lines.length && left > 0 && strangers < 2; at++) {
    const line = lines[at] ?? ''
    if (line.trim() === '') {
      if (headerKinds(lines[at + 1] ?? '').length === 0) break
      continue
    }
    if (isRule(line)) break
    left--
    hasAddress ||= line.includes('@')
    const kinds = headerKinds(line)
    const kind = kinds.find(candidate => !seen.has(candidate))
    if (kind) seen.add(kind)
    if (kinds.length > 0 || HEADER_SHAPE.test(line)) shaped++
    else if (at === start) return false
    else strangers++
  }
  return isHeaderBlock(seen, isAfterRule, hasAddress) || (isAfterRule && shaped >= 3 && hasAddress)
}

const HEADER_SHAPE = /^[\s*]{0,4}\p{L}[^:：]{0,24}[:：][*\s]{0,3}\S/u

// "From: Berlin, To: Hamburg, Date: …" is an order: a letter has a subject, or at least an address.
function isHeaderBlock(seen: ReadonlySet<HeaderKind>, isAfterRule: boolean, hasAddress: boolean): boolean {
  const known = ['from', 'date', 'to', 'subject'].filter(kind => seen.has(kind as HeaderKind)).length
  if (!seen.has('from')) return false
  return isAfterRule ? known >= 2 : known >= 3 && (seen.has('subject') || hasAddress)
}

/** What a line of such a block may be; a name such as "De" is more than one of them. */
export function headerKinds(line: string): readonly HeaderKind[] {
  const head = /^[\s*_|•]{0,6}([^:：]{1,30})[:：]/.exec(line.slice(0, 40))?.[1]
  if (head === undefined) return []
  return (
    kindsOf.get(
      plain(head)
        .replace(/[*_]+$/g, '')
        .trim(),
    ) ?? []
  )
}

const kindsOf = new Map<string, HeaderKind[]>()
for (const kind of ['from', 'date', 'to', 'cc', 'subject', 'other'] as const) {
  for (const name of HEADER_NAMES[kind]) kindsOf.set(name, [...(kindsOf.get(name) ?? []), kind])
}
