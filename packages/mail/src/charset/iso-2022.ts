/**
 * The encodings that change their character sets by escape sequences: ISO-2022-JP and its extensions
 * (https://www.rfc-editor.org/rfc/rfc1468, 1554, 2237), -KR (1557) and -CN (1922). The platform supports only the first,
 * and treats a final escape as an error, although every second subject has one.
 */
type Decode = (bytes: Uint8Array) => string

const HIGH = 0x80
type Decoder = InstanceType<typeof TextDecoder>

const decoders = new Map<string, Decoder>()

function decoderOf(charset: string): Decoder {
  const decoder = decoders.get(charset) ?? new TextDecoder(charset)
  decoders.set(charset, decoder)
  return decoder
}

const withHighBits = (bytes: Uint8Array) => bytes.map(byte => byte | HIGH)

const inRows =
  (charset: string): Decode =>
  bytes =>
    decoderOf(charset).decode(withHighBits(bytes))

/** JIS X 0212, which EUC-JP announces before each character. */
const supplementary: Decode = bytes => {
  const out = new Uint8Array((bytes.length >> 1) * 3)
  for (let i = 0; i + 1 < bytes.length; i += 2) {
    out.set([0x8f, (bytes[i] ?? 0) | HIGH, (bytes[i + 1] ?? 0) | HIGH], (i >> 1) * 3)
  }
  return decoderOf('euc-jp').decode(out)
}

const ascii: Decode = bytes => Buffer.from(bytes).toString('latin1')
const katakana: Decode = bytes => decoderOf('shift_jis').decode(withHighBits(bytes))
const japanese = inRows('euc-jp')
const chinese = inRows('gbk')
const korean = inRows('euc-kr')

/** By the bytes after the escape character; the sets of `SHIFTED` need a shift. */
const DESIGNATED: [string, Decode][] = [
  ['$@', japanese],
  ['$B', japanese],
  ['$(B', japanese],
  ['$(O', japanese],
  ['$(Q', japanese],
  ['$(D', supplementary],
  ['$A', chinese],
  ['$(A', chinese],
  ['$(C', korean],
  ['(I', katakana],
  ['(B', ascii],
  ['(J', ascii],
  ['(H', ascii],
]
const SHIFTED: [string, Decode][] = [
  ['$)C', korean],
  ['$)A', chinese],
  ['$)E', chinese],
  [')I', katakana],
]
/** Sets of letters for one character each, after ESC N. */
const SINGLE: [string, Decode][] = [
  ['.A', inRows('iso-8859-1')],
  ['.F', inRows('iso-8859-7')],
]

const SEQUENCES = [...DESIGNATED, ...SHIFTED, ...SINGLE].map(([sequence]) => sequence)

const ESCAPE = 0x1b
const SHIFT_OUT = 0x0e
const SHIFT_IN = 0x0f

type State = { current: Decode; shifted: Decode; single: Decode; isShifted: boolean }

const isLineBreak = (byte: number) => byte === 0x0a || byte === 0x0d

/** `shifted`: the set for SO without a designation, as in the second of two encoded words. */
export function decodeIso2022(bytes: Uint8Array, charset: string): string {
  const shifted = charset === 'iso-2022-kr' ? korean : charset === 'iso-2022-cn' ? chinese : katakana
  const state: State = { current: ascii, shifted, single: inRows('iso-8859-1'), isShifted: false }
  const pieces: string[] = []
  let start = 0
  for (let pos = 0; pos < bytes.length; ) {
    const byte = bytes[pos] ?? 0
    const length = lengthOfMark(bytes, pos)
    if (length === 0) {
      pos++
      continue
    }
    pieces.push(decodeRun(bytes.subarray(start, pos), state))
    if (byte === ESCAPE) pieces.push(takeEscape(bytes, pos, length, state))
    else if (isLineBreak(byte)) pieces.push(String.fromCharCode(byte))
    takeShift(byte, state)
    pos += length
    start = pos
  }
  return [...pieces, decodeRun(bytes.subarray(start), state)].join('')
}

function lengthOfMark(bytes: Uint8Array, pos: number): number {
  const byte = bytes[pos] ?? 0
  if (byte === SHIFT_OUT || byte === SHIFT_IN || isLineBreak(byte)) return 1
  if (byte !== ESCAPE) return 0
  if (bytes[pos + 1] === 0x4e) return 3
  const known = SEQUENCES.find(it => startsWith(bytes, pos + 1, it))
  return known ? known.length + 1 : 0
}

function startsWith(bytes: Uint8Array, pos: number, sequence: string): boolean {
  for (let i = 0; i < sequence.length; i++) if (bytes[pos + i] !== sequence.charCodeAt(i)) return false
  return true
}

function takeEscape(bytes: Uint8Array, pos: number, length: number, state: State): string {
  if (bytes[pos + 1] === 0x4e) return state.single(bytes.subarray(pos + 2, pos + 3))
  const sequence = ascii(bytes.subarray(pos + 1, pos + length))
  const find = (sets: [string, Decode][]) => sets.find(([it]) => it === sequence)?.[1]
  state.current = find(DESIGNATED) ?? state.current
  state.shifted = find(SHIFTED) ?? state.shifted
  state.single = find(SINGLE) ?? state.single
  return ''
}

/** Every line starts in ASCII. */
function takeShift(byte: number, state: State): void {
  if (byte === SHIFT_OUT) state.isShifted = true
  if (byte === SHIFT_IN || isLineBreak(byte)) state.isShifted = false
  if (isLineBreak(byte)) state.current = ascii
}

/** A set of 94 characters has no blank, but some senders write one without changing back. */
function decodeRun(bytes: Uint8Array, { current, shifted, isShifted }: State): string {
  const decode = isShifted ? shifted : current
  if (bytes.length === 0) return ''
  if (decode === ascii) return bytes.some(byte => byte >= HIGH) ? decoderOf('shift_jis').decode(bytes) : ascii(bytes)
  let text = ''
  let start = 0
  for (let pos = 0; pos <= bytes.length; pos++) {
    if (pos < bytes.length && (bytes[pos] ?? 0) > 0x20) continue
    if (pos > start) text += decode(bytes.subarray(start, pos))
    if (pos < bytes.length) text += String.fromCharCode(bytes[pos] ?? 0)
    start = pos + 1
  }
  return text
}
