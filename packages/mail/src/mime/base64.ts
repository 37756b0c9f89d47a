import { PIECE_BYTES } from '../content.ts'

/** The six bits of each character; other bytes are ignored, as RFC 2045 6.8 requires. */
const BITS = new Int8Array(256).fill(-1)
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
for (let i = 0; i < 64; i++) BITS[ALPHABET.charCodeAt(i)] = i
// The alphabet for file names: https://www.rfc-editor.org/rfc/rfc4648#section-5
BITS[0x2d] = 62
BITS[0x5f] = 63
const PADDING = 0x3d

/**
 * Decodes in one pass with one reused buffer. Some senders pad every line; the text after
 * a padding starts a new group of four.
 */
export function* base64Pieces(body: Uint8Array): Generator<Buffer> {
  const out = Buffer.allocUnsafeSlow(Math.min(body.length, PIECE_BYTES))
  let size = 0
  let bits = 0
  let value = 0
  for (let i = 0; i < body.length; i++) {
    const byte = body[i] ?? 0
    const six = BITS[byte] ?? -1
    if (six < 0) {
      if (byte === PADDING) bits = 0
      continue
    }
    value = ((value << 6) | six) & 0xffff
    bits += 6
    if (bits < 8) continue
    bits -= 8
    out[size++] = (value >> bits) & 0xff
    if (size < out.length) continue
    yield out
    size = 0
  }
  if (size > 0) yield out.subarray(0, size)
}

/** How many characters of the alphabet precede `end`. */
export function countBase64(body: Uint8Array, end: number): number {
  let count = 0
  for (let i = 0; i < end; i++) if ((BITS[body[i] ?? 0] ?? -1) >= 0) count++
  return count
}

/** A longer line without blanks is not a word. */
const LONG_LINE = 40

/**
 * The kind of a line in a base64 body. Blanks around it and one or two stray characters are ignored; a row of strokes,
 * which the URL alphabet would accept, is not code.
 */
export function classifyBase64Line(body: Uint8Array, start: number, end: number): Base64Line {
  let letters = 0
  let strokes = 0
  let foreign = 0
  let isPadded = false
  let last = end
  while (last > start && isBlank(body[last - 1])) last--
  for (let pos = start; pos < last; pos++) {
    const byte = body[pos] ?? 0
    if (byte === 0x2d || byte === 0x5f) strokes++
    else if ((BITS[byte] ?? -1) >= 0) letters++
    else if (byte === PADDING) isPadded = true
    else if (!isBlank(byte) || letters > 0) foreign++
  }
  const length = letters + strokes + foreign
  if (length === 0) return isPadded ? 'padded' : 'blank'
  if (strokes > letters || foreign > length / LONG_LINE + (isPadded ? 1 : 0)) return 'foreign'
  return isPadded ? 'padded' : length < LONG_LINE ? 'short' : 'long'
}

export type Base64Line = 'blank' | 'foreign' | 'padded' | 'short' | 'long'

const isBlank = (byte = 0) => byte === 0x20 || byte === 0x09
