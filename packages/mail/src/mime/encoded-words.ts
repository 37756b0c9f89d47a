import { decodeCharset } from '../charset/decode.ts'
import { resolveCharset } from '../charset/labels.ts'

type Word = { charset: string; encoding: 'q' | 'b'; text: string; end: number }
/** `cut`: the incomplete escape (`=` or `=C`) or group of base64 at the end of a word. */
type Piece = { chunks: Buffer[]; charset: string | null; isWord: boolean; cut?: { encoding: 'q' | 'b'; text: string } }

const MAX_CHARSET = 60
const DECLARED_NOWHERE = null

/**
 * A header value, one character a byte, to Unicode. Encoded words (RFC 2047) in it are decoded, neighbours in the same
 * charset as one run of bytes, because senders split characters; raw eight-bit text between them is decoded as
 * well. `hint` is the charset of the mail's own text.
 */
export function decodeHeaderText(value: string, hint?: string | null): string {
  const pieces = piecesOf(value)
  return pieces.map(it => decodeCharset(bytesOf(it), it.charset, it.isWord ? null : hint)).join('')
}

/** An incomplete group without a continuation is decoded as far as possible; an incomplete escape is dropped. */
function bytesOf({ chunks, cut }: Piece): Buffer {
  return Buffer.concat(cut?.encoding === 'b' ? [...chunks, decodeWord('b', cut.text)] : chunks)
}

/** Finds encoded words, for callers that must know whether one hides something. */
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

/** White space between two encoded words is not text, which is only known at the second one. */
function pushText(pieces: Piece[], text: string): void {
  const isGap = pieces.at(-1)?.isWord && /^\s*$/.test(text)
  if (text && !isGap) pieces.push(textPiece(text))
}

function pushWord(pieces: Piece[], word: Word): void {
  const charset = word.charset.split('*', 1)[0] ?? ''
  const last = pieces.at(-1)
  const joined = last?.isWord && isSameCharset(last.charset ?? '', charset) ? last : null
  const piece = joined ?? { chunks: [], charset, isWord: true }
  if (!joined) pieces.push(piece)
  const { encoding } = word
  const before = piece.cut?.encoding === encoding ? piece.cut.text : ''
  if (piece.cut?.encoding === 'b' && before === '') piece.chunks.push(decodeWord(piece.cut.encoding, piece.cut.text))
  const text = before + word.text
  const cut = encoding === 'q' ? (/=[0-9A-Fa-f]?$/.exec(text)?.[0] ?? '') : cutGroup(text)
  piece.cut = cut === '' ? undefined : { encoding, text: cut }
  piece.chunks.push(decodeWord(encoding, text.slice(0, text.length - cut.length)))
}

const isSameCharset = (a: string, b: string) =>
  a.toLowerCase() === b.toLowerCase() || (resolveCharset(a) !== null && resolveCharset(a) === resolveCharset(b))

/** The characters of an incomplete last group of four whose bits do not end at a byte. */
function cutGroup(text: string): string {
  const rest = /^[^=]*$/.test(text) ? text.replace(/[^A-Za-z0-9+/_-]+/g, '') : ''
  const group = rest.slice(rest.length - (rest.length % 4))
  const last = BASE64.indexOf(group.at(-1) ?? 'A')
  const isWhole =
    group.length === 0 || (group.length === 2 && last % 16 === 0) || (group.length === 3 && last % 4 === 0)
  return isWhole || !text.endsWith(group) ? '' : group
}

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** Each block of base64 may have its own padding. */
function decodeWord(encoding: 'q' | 'b', text: string): Buffer {
  return encoding === 'q' ? decodeQ(text) : Buffer.concat(text.split(/=+/).map(it => Buffer.from(it, 'base64')))
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
  // Ended by the next word, or by the end of the header.
  if (close < 0 || (next >= 0 && next < close && startsWord(value, next))) {
    const end = next < 0 ? value.length : next
    return resolveCharset(charset) ? { charset, encoding, text: value.slice(start, end).trimEnd(), end } : null
  }
  return { charset, encoding, text: value.slice(start, close), end: close + 2 }
}

function startsWord(value: string, at: number): boolean {
  return /^=\?[^?\s]{1,60}\?[qb]\?/i.test(value.slice(at, at + 70))
}

/** `indexOf` that searches each part of the text once, for any number of calls. */
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
