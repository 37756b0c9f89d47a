import { plain } from './phrases.ts'
import { isStrictDelimiter, strokeOf } from './signature-lines.ts'

const MAX_LINES_BELOW_DELIMITER = 30
const MAX_LINES_BELOW_STROKE = 10
const MAX_FOOTER_LINES = 8

/** Facts that identify a signature besides its stroke. */
export type SignatureEvidence = {
  senderWords: readonly string[]
  /** The lines that are quoted in the same mail: a signature is the same each time. */
  quotedLines: ReadonlySet<string>
}

/**
 * Are the lines below a stroke a signature? People draw strokes above tables, steps and error output, too:
 * without the strict delimiter there must be evidence of the signer, or of a mailing list.
 */
export function isSignatureBelow(stroke: string, below: readonly string[], evidence: SignatureEvidence): boolean {
  const lines = below.map(line => line.trim()).filter(line => line !== '')
  if (isStrictDelimiter(stroke)) return lines.length <= MAX_LINES_BELOW_DELIMITER
  if (isListFooter(stroke, lines) || (lines.length <= 2 && lines.some(matches))) return true
  // Strokes in columns belong to a table.
  if (!/^[-—–─━]{1,200}$/.test(stroke.trim()) || lines.length > MAX_LINES_BELOW_STROKE) return false
  // A delimiter above nothing, or above lines that a program added and that are folded already.
  if (lines.length === 0) return strokeOf(stroke) === '--'
  if (lines.every(line => evidence.quotedLines.has(line)) || isCard(lines[0] ?? '')) return true
  if (lines.some(isProse)) return false
  const hasContact = lines.some(isContact)
  // A name above a street or a number may be a postal address.
  if (!hasContact && lines.some(line => /\d/.test(line))) return false
  return lines.slice(0, 2).some(line => isSigned(line, evidence)) || (hasContact && lines.some(isName))
}

/** "And here's my signature." */
function matches(line: string): boolean {
  return line.length < 80 && /\b(?:my|meine|ma|mi|mijn|min) signat/i.test(line)
}

function isProse(line: string): boolean {
  return line.length > 80 || line.split(' ').length > 9 || /[?!:]$/.test(line) || /\p{Ll}{3}\.$/u.test(line)
}

function isSigned(line: string, { senderWords }: SignatureEvidence): boolean {
  const words = plain(line).split(/[^\p{L}\p{M}]+/u)
  return words.length <= 7 && words.some(word => senderWords.includes(word))
}

/** "-Ann Smith" in a paragraph of its own; a list item has a blank or continues, and "-Restart" is a step. */
export function isDashedName(line: string, evidence: SignatureEvidence): boolean {
  if (line.length >= 60 || !/^-\p{Lu}[\p{L}.'’]{1,20}(?: \p{Lu}[\p{L}.'’]{0,20}){0,3}$/u.test(line.trimEnd()))
    return false
  return line.trim().includes(' ') || isSigned(line, evidence)
}

/** "Eric Hodel - eric@name.example - https://name.example": a name with its address. */
function isCard(line: string): boolean {
  return line.length <= 200 && isName(line) && isContact(line)
}

/** Two to four capitalised words, or words in a script without capitals, at the beginning of a line. */
function isName(line: string): boolean {
  const [name = ''] = piecesOf(line)
  return /^(?:[\p{Lu}\p{Lo}][\p{L}\p{M}.'’-]{0,20}(?:[ \u3000]|$)){2,4}$/u.test(name)
}

/** A telephone number, web site, mail address or handle, alone or beside others of its kind. */
function isContact(line: string): boolean {
  return piecesOf(line).some(piece => isTelephone(piece) || isAddress(piece))
}

const piecesOf = (line: string): string[] =>
  line
    .slice(0, 200)
    .split(/[|,;·•]|\s-\s|\s(?=[@<(]|https?:)/)
    .map(piece => piece.trim())

function isTelephone(piece: string): boolean {
  const [, label, number = ''] = /^(\p{L}[\p{L}. -]{0,14}[:.]?\s{0,8})?([\d ()/.+–-]{7,24})$/u.exec(piece) ?? []
  const digits = number.replace(/\D/g, '').length
  if (digits < 7 || digits > 15 || /\d{4}-\d\d-\d\d|\d\d?\.\d\d?\.\d{4}/.test(number)) return false
  return label !== undefined || /^(?:\+|\(|0)/.test(number) || /\d[-.]\d+[-.]\d/.test(number)
}

function isAddress(piece: string): boolean {
  const bare = piece.replace(/^\p{L}[\p{L}-]{0,10}:\s{0,8}/u, '')
  return ADDRESSES.some(address => address.test(bare))
}

const ADDRESSES = [
  /^(?:https?:\/\/|www\.)[\w.-]{3,80}(?:\/[\w.-]{0,40}){0,2}$/i,
  /^<?[^\s@<>]{1,64}@[^\s@<>]{3,80}>?$/,
  /^@\w{3,40}$/,
]

/** Footers of Mailman, Sympa and web groups, below a long line or a delimiter. */
function isListFooter(stroke: string, lines: readonly string[]): boolean {
  if (!/^(?:_{20,200}|-{20,200}|--)$/.test(stroke.trim()) || lines.length > MAX_FOOTER_LINES) return false
  const text = plain(lines.join(' ').slice(0, 2000))
  return /@|https?:/.test(text) && LIST_WORDS.some(word => text.includes(word))
}

const LIST_WORDS = [
  'mailing list',
  'mailingliste',
  'listinfo',
  'to unsubscribe',
  'liste de diffusion',
  'you are subscribed',
]
