import { uuContent } from '../attachments/uuencode.ts'
import { type Content, PIECE_BYTES } from '../content.ts'
import { base64Pieces, countBase64, isBase64Line } from './base64.ts'
import { endOfLine, nextLine } from './lines.ts'

const SAMPLE = 4_000
const MIN_BASE64 = 8
const MAX_FOREIGN = 0.1

/** Undoes the Content-Transfer-Encoding. What claims an encoding and isn't in it is given back as it is. */
export function decodeTransfer(body: Buffer, encoding: string): Content {
  switch (encoding) {
    case 'base64':
      return looksLikeBase64(body) ? { pieces: () => base64Pieces(body) } : body
    case 'quoted-printable':
    case 'quotedprintable':
      return { pieces: () => quotedPrintablePieces(body) }
    case 'x-uuencode':
    case 'x-uue':
    case 'uuencode':
      return uuContent(body) ?? body
    default:
      return body
  }
}

/** As `decodeTransfer`, but keeps the plain footer that mailing lists put below a text in base64. */
export function decodeTextTransfer(body: Buffer, encoding: string): Content {
  const footer = encoding === 'base64' ? startOfFooter(body) : -1
  if (footer < 0) return decodeTransfer(body, encoding)
  const characters = countBase64(body, footer) + paddingBefore(body, footer)
  if (characters < MIN_BASE64 || characters % 4 !== 0) return body
  return { pieces: () => piecesWithFooter(body, footer) }
}

function* piecesWithFooter(body: Buffer, footer: number): Generator<Buffer> {
  yield* base64Pieces(body.subarray(0, footer))
  yield Buffer.from('\n')
  yield body.subarray(footer)
}

/** The first line that is no base64, or -1. */
function startOfFooter(body: Buffer): number {
  for (let pos = 0; pos < body.length; ) {
    const end = endOfLine(body, pos)
    if (!isBase64Line(body, pos, end)) return pos
    pos = nextLine(body, end)
  }
  return -1
}

function paddingBefore(body: Buffer, end: number): number {
  let count = 0
  for (let i = body.indexOf('='); i >= 0 && i < end; i = body.indexOf('=', i + 1)) count++
  return count
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

/** White space that relays put after the `=` goes with the break; at the very end of the body the break may be missing. */
function softBreakLength(body: Buffer, start: number): number {
  let pos = start
  while (pos < start + 100 && (body[pos] === 0x20 || body[pos] === 0x09 || body[pos] === 0x0d)) pos++
  if (pos >= body.length) return Math.max(1, pos - start)
  return body[pos] === 0x0a ? pos - start + 1 : 0
}
