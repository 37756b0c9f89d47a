import { DEVICE_ENDS, DEVICE_STARTS, DEVICES } from './device-phrases.ts'
import { plain } from './phrases.ts'
import { isRule } from './quote-dividers.ts'

/** "Sent from my iPhone", "Von meinem iPad gesendet", "Get Outlook for iOS". */
export function isDeviceLine(line: string): boolean {
  if (line.length > MAX_DEVICE_LINE) return false
  if (OUTLOOK_LINK.test(line)) return true
  const text = plain(line.replace(/<?https?:\/\/\S*/g, '')).replace(/^[-_*[(|>— ]{1,10}/, '')
  if (/^sent from my \S+(?: \S+){0,4}$/.test(text) && !text.endsWith('.')) return true
  if (!DEVICE_STARTS.some(start => text.startsWith(start)) && !DEVICE_ENDS.some(end => text.includes(end))) return false
  const isShort = text.length <= 100 && !text.includes(',') && text.split(' ').length <= 10
  return (isShort || EXCUSES.test(text)) && DEVICES.some(device => text.includes(device))
}

const MAX_DEVICE_LINE = 400
const OUTLOOK_LINK = /^[^.!?]{0,40}outlook[^.!?]{0,40}https:\/\/aka\.ms\/\w+[>)\]]?\s*$/i
const EXCUSES = /excuse|brevity|typo|tippfehler|kürze|fautes|errores|erros|errori|typefouten|apologi[sz]e/

/** The line above a signature: RFC 3676 section 4.3, and what editors make of it. */
export function isSignatureDelimiter(line: string): boolean {
  return SIGNATURE_DELIMITER.test(line.slice(0, 10).trim()) && line.trim().length <= 2
}

const SIGNATURE_DELIMITER = /^(?:--|—|––)$/

/** "-Ann Smith" in a paragraph of its own; a list has a blank or goes on. */
export function isDashedName(line: string): boolean {
  return line.length < 60 && /^-\p{Lu}[\p{L}.'’]{1,20}(?: \p{Lu}[\p{L}.'’]{0,20}){0,3}$/u.test(line.trimEnd())
}

const MAX_LINES_BELOW_DELIMITER = 30
const MAX_LINES_BELOW_RULE = 8
const MAX_SENTENCES = 3

/** Tells whether what stands below a delimiter is a signature by its length and looks. */
export function isSignatureBelow(delimiter: string, below: readonly string[]): boolean {
  const lines = below.map(line => line.trim()).filter(line => line !== '')
  if (isSignatureDelimiter(delimiter)) {
    if (lines.length > MAX_LINES_BELOW_DELIMITER) return false
    // Without the blank that makes a delimiter one, it may as well be the writer's own stroke above more of his text.
    return delimiter === '-- ' || !(lines.some(line => line.endsWith('?')) || lines.filter(isSentence).length > 2)
  }
  if (!isRule(delimiter) || lines.length === 0 || lines.length > MAX_LINES_BELOW_RULE) return false
  // Strokes in columns are the head of a table.
  if (/\S\S\s+\S\S/.test(delimiter.slice(0, 200))) return false
  if (lines.some(line => line.length > 80)) return false
  if (delimiter.includes('_') && below[0]?.trim() !== '' && lines.length <= MAX_SENTENCES) return true
  return !lines.some(line => /[.?!]$/.test(line)) && (lines.length <= 4 || lines.some(isContact))
}

function isSentence(line: string): boolean {
  return /[.!?]$/.test(line) && line.split(' ').length >= 4
}

function isContact(line: string): boolean {
  return /\d[\d ()/.-]{5,}\d|@|www\.|https?:/.test(line)
}
