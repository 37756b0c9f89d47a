import { uuContent } from '../attachments/uuencode.ts'
import { type Content, PIECE_BYTES } from '../content.ts'
import { base64Pieces, classifyBase64Line, countBase64 } from './base64.ts'
import { endOfLine, nextLine } from './lines.ts'

const SAMPLE = 4_000
const MIN_BASE64 = 8
const MIN_UNPADDED = 40
const MAX_FOOTER = 16 * 1024
const MAX_FOREIGN = 0.1

/** Decodes the Content-Transfer-Encoding. Returns bytes unchanged that are not in the declared encoding. */
export function decodeTransfer(body: Buffer, encoding: string): Content {
  return decodeFile(body, encoding).content
}

/** The same, and the plain text that lists and scanners add below base64, which is not part of the file. */
export function decodeFile(body: Buffer, encoding: string): { content: Content; footer: Buffer | null } {
  switch (encoding) {
    case 'base64': {
      if (!looksLikeBase64(body)) return { content: body, footer: null }
      const end = endOfBase64(body, lineNear(body, body.length - MAX_FOOTER))
      return { content: { pieces: () => base64Pieces(body.subarray(0, end)) }, footer: restOf(body, end) }
    }
    case 'quoted-printable':
    case 'quotedprintable':
      return { content: { pieces: () => quotedPrintablePieces(body) }, footer: null }
    case 'x-uuencode':
    case 'x-uue':
    case 'uuencode':
      return { content: uuContent(body) ?? body, footer: null }
    default:
      return { content: body, footer: null }
  }
}

/** As `decodeTransfer`, but keeps the footer as part of the text. */
export function decodeTextTransfer(body: Buffer, encoding: string): Content {
  if (encoding !== 'base64') return decodeTransfer(body, encoding)
  const end = endOfBase64(body, 0)
  if (end === 0) return body
  if (end === body.length) return { pieces: () => base64Pieces(body) }
  return { pieces: () => piecesWithFooter(body, end) }
}

function* piecesWithFooter(body: Buffer, end: number): Generator<Buffer> {
  yield* base64Pieces(body.subarray(0, end))
  yield Buffer.from('\n')
  yield body.subarray(end)
}

const restOf = (body: Buffer, end: number) => (end < body.length ? body.subarray(end) : null)

function lineNear(body: Buffer, pos: number): number {
  return pos <= 0 ? 0 : nextLine(body, endOfLine(body, pos))
}

/**
 * The end of the base64 that begins before `from`; 0 if there is none. A footer starts with the first line that is not
 * code, and includes the lines above it after a blank line or a padding: its first words may look like code.
 */
function endOfBase64(body: Buffer, from: number): number {
  let block = from
  let isBlockShort = true
  for (let pos = from; pos < body.length; ) {
    const end = endOfLine(body, pos)
    const next = nextLine(body, end)
    const kind = classifyBase64Line(body, pos, end)
    if (kind === 'foreign') return isBlockShort && block > from ? block : isCode(body, pos) ? pos : 0
    if (kind === 'long') isBlockShort = false
    if (kind === 'padded' || (kind === 'blank' && pos > 0)) {
      block = next
      isBlockShort = true
    }
    pos = next
  }
  return body.length
}

/** The first words of a footer may consist only of letters. */
function isCode(body: Buffer, end: number): boolean {
  const characters = countBase64(body, end)
  return characters >= MIN_BASE64 && (characters % 4 === 0 || characters >= MIN_UNPADDED)
}

/** The first token of the header; `"base64"`, `(x) base64` and `base64;` occur. */
export function transferEncodingOf(value: string | undefined): string {
  return (/[a-z][a-z0-9-]*/.exec((value ?? '').replace(/\([^()]*\)/g, '').toLowerCase()) ?? [''])[0]
}

function looksLikeBase64(body: Buffer): boolean {
  const sample = body.toString('latin1', 0, SAMPLE)
  const foreign = sample.replace(/[A-Za-z0-9+/=\s]+/g, '').length
  const gaps = sample.match(/[A-Za-z0-9+/] +[A-Za-z0-9+/]/g)?.length ?? 0
  return foreign + gaps <= MAX_FOREIGN * sample.length
}

/** https://www.rfc-editor.org/rfc/rfc2045#section-6.7 */
function* quotedPrintablePieces(body: Buffer): Generator<Buffer> {
  const out = Buffer.allocUnsafeSlow(Math.min(body.length, PIECE_BYTES))
  let size = 0
  for (let i = 0; i < body.length; i++) {
    if (size === out.length) {
      yield out
      size = 0
    }
    const byte = body[i] ?? 0
    if (byte !== 0x3d) {
      out[size++] = byte
      continue
    }
    const code = (hexValue(body[i + 1]) << 4) | hexValue(body[i + 2])
    const softBreak = code < 0 ? softBreakLength(body, i + 1) : 0
    if (code >= 0) {
      out[size++] = code
      i += 2
    } else if (softBreak > 0) i += softBreak
    else out[size++] = byte
  }
  if (size > 0) yield out.subarray(0, size)
}

function hexValue(byte = 0): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30
  const small = byte | 0x20
  return small >= 0x61 && small <= 0x66 ? small - 0x57 : -1
}

/** White space that relays add after the `=` belongs to the break; at the end of the body the break may be missing. */
function softBreakLength(body: Buffer, start: number): number {
  let pos = start
  while (pos < start + 100 && (body[pos] === 0x20 || body[pos] === 0x09 || body[pos] === 0x0d)) pos++
  if (pos >= body.length) return Math.max(1, pos - start)
  return body[pos] === 0x0a ? pos - start + 1 : 0
}
