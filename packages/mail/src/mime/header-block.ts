import { type Content, headOf } from '../content.ts'
import { MailParseError } from '../mail-parse-error.ts'
import { endOfHeaderLine, isBlankLine, nextLine } from './lines.ts'

/** `value` is unfolded and still in bytes: each character is one byte (latin1). */
export type RawHeader = { name: string; key: string; value: string }

export type HeaderBlock = { headers: RawHeader[]; bodyStart: number }

/** Counts over all parts of one mail. */
export type HeaderBudget = { bytes: number; lines: number }

export const newHeaderBudget = (): HeaderBudget => ({ bytes: 4 * 1024 * 1024, lines: 100_000 })
/** For bytes of limited size, and for an enclosed mail: its header is no reason to reject the mail. */
export const endlessHeaderBudget = (): HeaderBudget => ({
  bytes: Number.POSITIVE_INFINITY,
  lines: Number.POSITIVE_INFINITY,
})

const MAX_ENCLOSED = 256 * 1024

/** The header of an enclosed message, within its first 256 KiB. */
export function readEnclosedHeaders(content: Content): RawHeader[] {
  return readHeaderBlock(headOf(content, MAX_ENCLOSED), 0, endlessHeaderBudget(), () => false).headers
}

const MAX_NAME = 200
const LOOKAHEAD_LINES = 60
const KNOWN_HEADER =
  /^(?:from|to|cc|bcc|subject|date|sender|reply-to|message-id|in-reply-to|references|mime-version|content-[a-z-]+|received|return-path|delivered-to|list-[a-z-]+|dkim-signature|authentication-results|x-[a-z0-9-]+)[ \t]*:/i

/**
 * Reads the header lines from `start`. They end at a blank line, at a delimiter of an enclosing multipart, or, if a
 * broken sender forgot the blank line, at the first line that cannot belong to a header.
 */
export function readHeaderBlock(
  raw: Buffer,
  start: number,
  budget: HeaderBudget,
  isDelimiter: (start: number, end: number) => boolean,
): HeaderBlock {
  const lines: string[][] = []
  const ahead: Lookahead = { known: -1 }
  let pos = start
  while (pos < raw.length) {
    const end = endOfHeaderLine(raw, pos)
    if (isDelimiter(pos, end)) return { headers: headersOf(lines), bodyStart: pos }
    const next = nextLine(raw, end)
    if (end === pos || (isBlankLine(raw, pos, end) && !goesOn(raw, next, ahead))) {
      return { headers: headersOf(lines), bodyStart: next }
    }
    spend(budget, end - pos)
    if (!takeLine(raw, pos, end, lines, ahead)) return { headers: headersOf(lines), bodyStart: pos }
    pos = next
  }
  return { headers: headersOf(lines), bodyStart: raw.length }
}

/** False for text whose first lines contain a colon by chance. */
export function hasKnownHeader(headers: RawHeader[]): boolean {
  return headers.some(it => KNOWN_HEADER.test(`${it.name.slice(0, MAX_NAME)}:`))
}

/** Below a line of blanks: a header line, or the rest of a folded one with more header lines to come (RFC 5322 4.2). */
function goesOn(raw: Buffer, start: number, ahead: Lookahead): boolean {
  if (isHeaderStart(raw, start)) return true
  return (raw[start] === 0x20 || raw[start] === 0x09) && knownHeaderFollows(raw, start, ahead)
}

/** The position of the next certain header line; cached. */
type Lookahead = { known: number }

/** False if the line cannot be part of a header. */
function takeLine(raw: Buffer, start: number, end: number, lines: string[][], ahead: Lookahead): boolean {
  const current = lines.at(-1)
  if (raw[start] === 0x20 || raw[start] === 0x09) {
    if (!current) return takeIndented(raw, start, end, lines)
    current.push(raw.toString('latin1', start, end))
    return true
  }
  if (isHeaderStart(raw, start)) {
    lines.push([raw.toString('latin1', start, end)])
    return true
  }
  if (isMboxLine(raw, start)) return true
  // A value that was wrapped without white space, with more header lines below it.
  if (current && completesParameters(raw, start, end, current)) {
    current.push(raw.toString('latin1', start, end))
    return true
  }
  if (!knownHeaderFollows(raw, nextLine(raw, end), ahead)) return false
  if (current && isUnfinished(current)) current.push(` ${raw.toString('latin1', start, end)}`)
  return true
}

/** The first line of a header cannot be a continuation; if it is clearly a header, ignore the blanks before it. */
function takeIndented(raw: Buffer, start: number, end: number, lines: string[][]): boolean {
  const line = raw.toString('latin1', start, end).trimStart()
  if (!KNOWN_HEADER.test(line.slice(0, MAX_NAME))) return false
  lines.push([line])
  return true
}

/** For other values the stray line is dropped, as other parsers do. */
function isUnfinished(lines: string[]): boolean {
  return /[;,=]$/.test(lines.at(-1)?.trimEnd() ?? '') || /^subject[ \t]*:/i.test(lines[0] ?? '')
}

/** `boundary="b1"` below `Content-Type: multipart/mixed;`. */
function completesParameters(raw: Buffer, start: number, end: number, lines: string[]): boolean {
  if (!lines.at(-1)?.trimEnd().endsWith(';')) return false
  return /^[a-z][a-z0-9*-]{0,60}=/i.test(raw.toString('latin1', start, Math.min(end, start + MAX_NAME)))
}

/** `name:`, white space before the colon allowed. https://www.rfc-editor.org/rfc/rfc5322#section-4.5 */
function isHeaderStart(raw: Buffer, start: number): boolean {
  let pos = start
  while (pos < start + MAX_NAME && isNameByte(raw[pos])) pos++
  if (pos === start) return false
  while (raw[pos] === 0x20 || raw[pos] === 0x09) pos++
  return raw[pos] === 0x3a
}

function isNameByte(byte = 0): boolean {
  return byte > 0x20 && byte < 0x7f && byte !== 0x3a
}

/** `From sender date` or `>From sender date`, left behind by an mbox. */
function isMboxLine(raw: Buffer, start: number): boolean {
  return /^>?From /.test(raw.toString('latin1', start, start + 6))
}

function knownHeaderFollows(raw: Buffer, start: number, ahead: Lookahead): boolean {
  if (ahead.known >= start) return true
  let pos = start
  for (let i = 0; i < LOOKAHEAD_LINES && pos < raw.length; i++) {
    const end = endOfHeaderLine(raw, pos)
    if (end === pos) return false
    if (KNOWN_HEADER.test(raw.toString('latin1', pos, Math.min(end, pos + MAX_NAME)))) {
      ahead.known = pos
      return true
    }
    pos = nextLine(raw, end)
  }
  return false
}

function headersOf(lines: string[][]): RawHeader[] {
  return lines.map(parts => {
    const line = parts.join('')
    const colon = line.indexOf(':')
    const name = line.slice(0, colon).trim()
    return {
      name,
      key: name.toLowerCase(),
      value: line
        .slice(colon + 1)
        .replace(/[\r\n]+/g, ' ')
        .trim(),
    }
  })
}

function spend(budget: HeaderBudget, bytes: number): void {
  budget.bytes -= bytes
  budget.lines -= 1
  if (budget.bytes < 0 || budget.lines < 0) {
    throw new MailParseError(
      'mail_headers_too_large',
      'The headers of this mail are larger than 4 MiB or 100,000 lines.',
    )
  }
}
