import { decodeCharset } from '../charset/decode.ts'
import { resolveCharset } from '../charset/labels.ts'

type Word = { charset: string; encoding: 'q' | 'b'; text: string; end: number }
/** `cutEscape` is the `=` or `=C` that a word ended with, when its sender cut through an escape. */
type Piece = { chunks: Buffer[]; charset: string | null; isWord: boolean; cutEscape?: string }

const MAX_CHARSET = 60
const DECLARED_NOWHERE = null

/**
 * A header value, one character a byte, to Unicode. Encoded words (RFC 2047) in it are decoded, neighbours in the same
 * charset as one run of bytes, because senders cut through characters; raw eight-bit text between them is decoded as
 * well. `hint` is the charset of the mail's own text.
 */
export function decodeHeaderText(value: string, hint?: string | null): string {
  const pieces = piecesOf(value)
  return pieces.map(it => decodeCharset(Buffer.concat(it.chunks), it.charset, it.isWord ? null : hint)).join('')
}

/** Where encoded words stand, for whoever must know that something was hidden in one. */
export function hasEncodedWord(value: string): boolean {
  return piecesOf(value).some(it => it.isWord)
}

function piecesOf(value: string): Piece[] {
  const pieces: Piece[] = []
  let pos = 0
  let textStart = 0
  const terminator = indexFinder(value, '?=')
  for (let open = value.indexOf('=?'); open >= 0; open = value.indexOf('=?', pos)) {
    const word = wordAt(value, open, terminator)
    if (word) {
      pushText(pieces, value.slice(textStart, open))
      pushWord(pieces, word)
      textStart = word.end
    }
    pos = word ? word.end : open + 2
  }
  if (textStart < value.length) pieces.push(textPiece(value.slice(textStart)))
  return pieces
}

/** White space between two encoded words is no text; it is known only once the second is seen. */
function pushText(pieces: Piece[], text: string): void {
  const isGap = pieces.at(-1)?.isWord && /^\s*$/.test(text)
  if (text && !isGap) pieces.push(textPiece(text))
}

function pushWord(pieces: Piece[], word: Word): void {
  const charset = word.charset.split('*', 1)[0] ?? ''
  const last = pieces.at(-1)
  const joined = last?.isWord && last.charset?.toLowerCase() === charset.toLowerCase() ? last : null
  const piece = joined ?? { chunks: [], charset, isWord: true }
  if (!joined) pieces.push(piece)
  const text = (piece.cutEscape ?? '') + word.text
  piece.cutEscape = word.encoding === 'q' ? /=[0-9A-Fa-f]?$/.exec(text)?.[0] : undefined
  const whole = piece.cutEscape ? text.slice(0, -piece.cutEscape.length) : text
  piece.chunks.push(word.encoding === 'b' ? Buffer.from(whole, 'base64') : decodeQ(whole))
}

function textPiece(text: string): Piece {
  return { chunks: [Buffer.from(text, 'latin1')], charset: DECLARED_NOWHERE, isWord: false }
}

function wordAt(value: string, open: number, terminator: (from: number) => number): Word | null {
  const charsetEnd = value.indexOf('?', open + 2)
  if (charsetEnd < 0 || charsetEnd === open + 2 || charsetEnd - open > MAX_CHARSET) return null
  const charset = value.slice(open + 2, charsetEnd).trim()
  const encoding = value.charAt(charsetEnd + 1).toLowerCase()
  if ((encoding !== 'q' && encoding !== 'b') || value[charsetEnd + 2] !== '?' || /\s/.test(charset)) return null
  const start = charsetEnd + 3
  const close = terminator(start)
  const next = value.indexOf('=?', start)
  // Cut off by the next word, or by the end of the header.
  if (close < 0 || (next >= 0 && next < close && startsWord(value, next))) {
    const end = next < 0 ? value.length : next
    return resolveCharset(charset) ? { charset, encoding, text: value.slice(start, end).trimEnd(), end } : null
  }
  return { charset, encoding, text: value.slice(start, close), end: close + 2 }
}

function startsWord(value: string, at: number): boolean {
  return /^=\?[^?\s]{1,60}\?[qb]\?/i.test(value.slice(at, at + 70))
}

/** `indexOf` that searches each stretch of the text once, however often it is asked. */
function indexFinder(text: string, needle: string): (from: number) => number {
  let found = -2
  return from => {
    if (found === -2 || (found >= 0 && found < from)) found = text.indexOf(needle, from)
    return found
  }
}

function decodeQ(text: string): Buffer {
  const bytes = text
    .replace(/[ \t]*[\r\n]+[ \t]*/g, '')
    .replaceAll('_', ' ')
    .replace(/=([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1')
}
