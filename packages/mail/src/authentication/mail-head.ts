/// <reference path="./mailauth.d.ts" />
import { parseHeaders } from 'mailauth/lib/tools.js'

/** A header field with its bytes; `key` is its name in lower case. */
export type HeadField = { key: string; line: Buffer }
/** The head of a mail as a verifier of signatures reads it, and where its body starts. */
export type MailHead = { fields: HeadField[]; end: number }

/** The head of a real mail, with all trace fields, is below 64 KiB and 1,000 lines. */
const MAX_BYTES = 256 * 1024
const MAX_LINES = 4_000
/** Regular expressions in mailauth are quadratic in a run of blanks. */
const MAX_BLANKS = 500
const MAX_FIELD = 16 * 1024
/** The fields that mailauth parses; it only reads the names of others. */
const PARSED = /^(?:from|return-path|content-type|dkim-signature|arc-.*)$/

const CR = 0x0d
const LF = 0x0a

/**
 * Null if the head is larger than any real one, because the time to read it is not linear. Nothing is
 * decoded: an encoded word (RFC 2047) may hold any structure, and must not become a result or an address here.
 */
export function readHead(raw: Buffer): MailHead | null {
  const end = endOfHead(raw)
  if (end === null) return null
  const fields = parseHeaders(raw.subarray(0, end)).parsed.filter(it => typeof it.key === 'string')
  return fields.some(it => it.line.length > MAX_FIELD && PARSED.test(it.key)) ? null : { fields, end }
}

/** The first empty line ends it (RFC 5322, section 2.1), with either line end. */
function endOfHead(raw: Buffer): number | null {
  let lines = 0
  for (let at = 0; at < raw.length; lines += 1) {
    const next = raw.indexOf(LF, at)
    const end = next < 0 ? raw.length : next + 1
    if (end > MAX_BYTES || lines > MAX_LINES || hasLongBlank(raw, at, end)) return null
    if (next === at || (next === at + 1 && raw[at] === CR)) return end
    at = end
  }
  return raw.length
}

function hasLongBlank(raw: Buffer, start: number, end: number): boolean {
  let run = 0
  for (let at = start; at < end; at += 1) {
    run = isBlank(raw[at]) ? run + 1 : 0
    if (run > MAX_BLANKS) return true
  }
  return false
}

const isBlank = (byte = 0) => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d)

/** The value of a field, unfolded; each character is one byte. */
export function fieldValue({ line }: HeadField): string {
  const text = line.toString('latin1')
  const value = text.slice(text.indexOf(':') + 1)
  return value.replaceAll(/[\r\n]+/g, '').trim()
}
