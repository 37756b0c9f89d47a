import { decodeCodePage } from './code-pages.ts'
import { decodeIso2022 } from './iso-2022.ts'
import { decodeUhc } from './uhc.ts'

/** Decodes encodings that the platform's TextDecoder does not support; null if `charset` is not one of them. */
export function decodeLegacy(bytes: Uint8Array, charset: string): string | null {
  switch (charset) {
    case 'utf-7':
      return decodeUtf7(bytes)
    case 'euc-kr':
      return decodeUhc(bytes)
    case 'hz-gb-2312':
      return new TextDecoder('gbk').decode(withoutHzMarks(bytes))
    case 'iso-2022-jp':
      return isEightBit(bytes) ? null : decodeIso2022(bytes, charset)
    case 'iso-2022-kr':
    case 'iso-2022-cn':
      return decodeIso2022(bytes, charset)
    case 'utf-16':
      return new TextDecoder(isBigEndian(bytes) ? 'utf-16be' : 'utf-16le').decode(bytes)
    case 'utf-32be':
    case 'utf-32le':
      return decodeUtf32(bytes, charset === 'utf-32le')
    default:
      return decodeCodePage(bytes, charset)
  }
}

/** https://www.rfc-editor.org/rfc/rfc2152 */
function decodeUtf7(bytes: Uint8Array): string {
  const source = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
  const pieces: string[] = []
  let pos = 0
  while (pos < source.length) {
    const plus = source.indexOf('+', pos)
    if (plus < 0) break
    pieces.push(source.slice(pos, plus))
    let end = plus + 1
    while (end < source.length && isBase64(source.charCodeAt(end))) end++
    pieces.push(end === plus + 1 ? '+' : utf16(source.slice(plus + 1, end)))
    pos = source[end] === '-' ? end + 1 : end
  }
  return [...pieces, source.slice(pos)].join('')
}

function isBase64(code: number): boolean {
  return (
    (code >= 0x41 && code <= 0x5a) || (code >= 0x61 && code <= 0x7a) || (code >= 0x2f && code <= 0x39) || code === 0x2b
  )
}

function utf16(base64: string): string {
  const bytes = Buffer.from(base64, 'base64')
  return new TextDecoder('utf-16be').decode(bytes.subarray(0, bytes.length & ~1))
}

/** By the byte order mark, else by the position of zeros in Western text; RFC 2781 says big-endian, which few programs follow. */
function isBigEndian(bytes: Uint8Array): boolean {
  if ((bytes[0] ?? 0) >= 0xfe) return bytes[0] === 0xfe
  let difference = 0
  for (let i = 0; i < Math.min(bytes.length, 4_096); i++) if (bytes[i] === 0) difference += i & 1 ? -1 : 1
  return difference > 0
}

function decodeUtf32(bytes: Uint8Array, isLittle: boolean): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length & ~3)
  const pieces: string[] = []
  for (let i = 0; i < view.byteLength; i += 4) {
    const code = view.getUint32(i, isLittle)
    pieces.push(code > 0x10ffff ? '\ufffd' : String.fromCodePoint(code))
  }
  return pieces.join('')
}

/** For Japanese programs that declare the seven-bit encoding and send another one, or half-width katakana. */
function isEightBit(bytes: Uint8Array): boolean {
  return bytes.some(byte => byte >= 0x80) && !bytes.includes(0x1b)
}

/** HZ carries GB 2312 with the high bit taken off between `~{` and `~}`. https://www.rfc-editor.org/rfc/rfc1843 */
function withoutHzMarks(bytes: Uint8Array): Uint8Array {
  const out = new Uint8Array(bytes.length)
  let size = 0
  let isShifted = false
  for (let i = 0; i < bytes.length; i++) {
    const mark = hzMark(bytes, i)
    const byte = bytes[i] ?? 0
    if (mark) {
      isShifted = mark.isShifted ?? isShifted
      if (mark.literal) out[size++] = mark.literal
      i++
    } else {
      if (byte === 0x0a) isShifted = false
      out[size++] = isShifted && byte > 0x20 ? byte | 0x80 : byte
    }
  }
  return out.subarray(0, size)
}

type Mark = { isShifted?: boolean; literal?: number }

function hzMark(bytes: Uint8Array, i: number): Mark | null {
  if (bytes[i] !== 0x7e) return null
  const next = bytes[i + 1]
  if (next === 0x7b) return { isShifted: true }
  if (next === 0x7d) return { isShifted: false }
  if (next === 0x7e) return { literal: 0x7e }
  return next === 0x0a ? {} : null
}
