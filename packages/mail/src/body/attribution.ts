import { OPENERS, WEEKDAYS, WROTE } from './attribution-phrases.ts'
import { plain } from './phrases.ts'

/** An attribution ("On … wrote:") may be wrapped; a longer text is a paragraph of the writer. */
export const MAX_ATTRIBUTION_LINES = 6
const MAX_LENGTH = 400

export interface Attribution {
  /** How many lines above the last one it begins. */
  linesAbove: number
  /** Certain enough to fold even if nothing below it is marked as a quotation. */
  isSure: boolean
}

/**
 * Finds an attribution that ends on the last of these lines (the lines above come before it, nearest last).
 * The nearest line that begins like one is its start.
 */
export function findAttribution(lines: readonly string[], quoteFollows: boolean): Attribution | null {
  const last = plain((lines.at(-1) ?? '').slice(0, MAX_LENGTH + 1))
  if (last.length > MAX_LENGTH || !mayEnd(last, quoteFollows)) return null
  let best: Attribution | null = null
  let joined = ''
  for (let above = 0; above < Math.min(lines.length, MAX_ATTRIBUTION_LINES); above++) {
    const line = plain((lines[lines.length - 1 - above] ?? '').slice(0, MAX_LENGTH + 1))
    // An empty line may separate an address on its own line; a paragraph of the writer is never included.
    if (line === '' && /^<?\s*(?:mailto:|[^\s@]+@|>)|^<$/.test(joined)) continue
    if (line === '') break
    joined = above === 0 ? line : `${line} ${joined}`
    if (joined.length > MAX_LENGTH) break
    const found = verdictOn(undecorated(joined), quoteFollows)
    if (found === 'no') continue
    const isStart = beginsLikeOne(undecorated(line)) && /\d/.test(line)
    if (isStart) return { linesAbove: above, isSure: found === 'sure' }
    // Complete, unless a line with a date above is its beginning.
    if (!best?.isSure && (best === null || found === 'sure')) best = { linesAbove: above, isSure: found === 'sure' }
  }
  return best
}

/** Yahoo writes the quoted text on the same line as "On … wrote:". */
export function beginsWithAttribution(line: string): boolean {
  const start = undecorated(plain(line.slice(0, MAX_LENGTH)))
  if (!beginsLikeOne(start)) return false
  for (let at = start.indexOf(': '); at >= 0; at = start.indexOf(': ', at + 1)) {
    const head = start.slice(0, at + 1)
    if (endsWithVerb(head)) return verdictOn(head, false) === 'sure' && head.includes('@')
  }
  return false
}

// Zoho and Yahoo put the line between dashes, Outlook for Mac uses bold marks in plain text.
function undecorated(line: string): string {
  return line.replace(/^[-_=*~<>•| ]{1,20}(?=\S)/, '').replace(/[-_=* ]{1,20}$/, '')
}

function mayEnd(line: string, quoteFollows: boolean): boolean {
  const bare = undecorated(line)
  if (bare === '') return false
  return /[:：]$/.test(bare) || bare.endsWith('>') || endsWithVerb(bare) || (quoteFollows && /[\]),]$/.test(bare))
}

type Verdict = 'no' | 'likely' | 'sure'

function verdictOn(line: string, quoteFollows: boolean): Verdict {
  const hasAddress = /[^\s<>"()@]@[^\s<>"()@]/.test(line)
  const date = dateMarks(line)
  const hasColon = /[:：]$/.test(line)
  const hasVerb = containsVerb(line)
  if (hasVerb && (hasColon || endsWithVerb(line))) {
    if (quoteFollows ? hasAddress || date >= 1 : hasAddress && date >= 1) return 'sure'
    return quoteFollows && line.length < 80 ? 'likely' : 'no'
  }
  if (/[>)][^\s:：]{0,8}[:：]$/.test(line) && hasAddress && date >= 2) return 'sure'
  if (!quoteFollows) return 'no'
  return (hasColon && (date >= 2 || hasAddress)) || (hasAddress && date >= 1 && line.endsWith('>')) ? 'likely' : 'no'
}

/** Counts the parts of a date: a year, a time of day, a day in figures, a day with its month. */
function dateMarks(line: string): number {
  let marks = 0
  if (/(?:^|[^\d])(?:19|20)\d\d(?!\d)/.test(line)) marks++
  if (/\d{1,2}[:.h時点시] ?\d\d(?!\d)/.test(line)) marks++
  if (/\d{1,4}[-./]\d{1,2}[-./]\d{1,4}|\d{1,2}月|\d{1,2}월/.test(line)) marks++
  if (
    /(?:^|\s)\d{1,2}(?:st|nd|rd|th|er|º|\.)?,? (?:de |d')?\p{L}{3,}|\p{L}{3,}\.? \d{1,2}(?:st|nd|rd|th)?(?=[, ])/u.test(
      line,
    )
  )
    marks++
  return marks
}

const wrote = WROTE

function containsVerb(line: string): boolean {
  return wrote.some(verb => hasWord(line, verb))
}

function endsWithVerb(line: string): boolean {
  const bare = line.replace(/[:：\s]+$/, '')
  return wrote.some(verb => bare.endsWith(verb) && hasWord(bare, verb))
}

// Scripts without blanks between words need no border; "<a@b.example>wrote:" needs no blank either.
function hasWord(line: string, word: string): boolean {
  for (let at = line.indexOf(word); at >= 0; at = line.indexOf(word, at + 1)) {
    const before = line.charAt(at - 1)
    const after = line.charAt(at + word.length)
    if (!/^[\u0e00-\u0e7f\u3040-\u9fff\uac00-\ud7af]/.test(word) && (isLetter(before) || isLetter(after))) continue
    return true
  }
  return false
}

function isLetter(character: string): boolean {
  return /^[\p{L}\p{N}]$/u.test(character)
}

const openers = new Set([...OPENERS, ...WEEKDAYS])

function beginsLikeOne(line: string): boolean {
  if (/^[\d"'<[]/.test(line)) return true
  const first = /^[\p{L}]+/u.exec(line)?.[0] ?? ''
  if (openers.has(first)) return true
  return LONG_WEEKDAYS.some(day => first.startsWith(day))
}

const LONG_WEEKDAYS = [
  ...['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday', 'montag', 'dienstag', 'mittwoch'],
  ...[
    'donnerstag',
    'freitag',
    'samstag',
    'sonntag',
    'lundi',
    'mardi',
    'mercredi',
    'jeudi',
    'vendredi',
    'samedi',
    'dimanche',
  ],
]
