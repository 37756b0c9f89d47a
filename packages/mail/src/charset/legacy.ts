import { decodeUhc } from './uhc.ts'

const CP437 =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0'
const CP850 =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u00ad±‗¾¶§÷¸°¨·¹³²■\u00a0'

/** Encodings that the platform's TextDecoder refuses, or null when `charset` is not one of them. */
export function decodeLegacy(bytes: Uint8Array, charset: string): string | null {
  switch (charset) {
    case 'utf-7':
      return decodeUtf7(bytes)
    case 'euc-kr':
      return decodeUhc(bytes)
    case 'hz-gb-2312':
      return new TextDecoder('gbk').decode(unshift(bytes, 'hz'))
    case 'iso-2022-kr':
      return new TextDecoder('euc-kr').decode(unshift(bytes, 'so'))
    case 'cp437':
      return decodeTable(bytes, CP437)
    case 'cp850':
      return decodeTable(bytes, CP850)
    default:
      return null
  }
}

function decodeTable(bytes: Uint8Array, table: string): string {
  let text = ''
  for (const byte of bytes) text += byte < 0x80 ? String.fromCharCode(byte) : table.charAt(byte - 0x80)
  return text
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

/**
 * Both encodings carry a 94×94 set with the high bit taken off between shift marks: `~{ ~}` (RFC 1843), SO and SI
 * (RFC 1557). Setting it again gives GBK and EUC-KR.
 */
function unshift(bytes: Uint8Array, kind: 'hz' | 'so'): Uint8Array {
  const out = new Uint8Array(bytes.length)
  let size = 0
  let isShifted = false
  for (let i = 0; i < bytes.length; i++) {
    const step = kind === 'hz' ? hzMark(bytes, i) : soMark(bytes, i)
    if (step) {
      isShifted = step.isShifted ?? isShifted
      if (step.literal) out[size++] = step.literal
      i += step.length - 1
    } else {
      const byte = bytes[i] ?? 0
      if (byte === 0x0a) isShifted = false
      out[size++] = isShifted && byte > 0x20 ? byte | 0x80 : byte
    }
  }
  return out.subarray(0, size)
}

type Mark = { length: number; isShifted?: boolean; literal?: number }

function hzMark(bytes: Uint8Array, i: number): Mark | null {
  if (bytes[i] !== 0x7e) return null
  const next = bytes[i + 1]
  if (next === 0x7b) return { length: 2, isShifted: true }
  if (next === 0x7d) return { length: 2, isShifted: false }
  if (next === 0x7e) return { length: 2, literal: 0x7e }
  return next === 0x0a ? { length: 2 } : null
}

function soMark(bytes: Uint8Array, i: number): Mark | null {
  if (bytes[i] === 0x0e) return { length: 1, isShifted: true }
  if (bytes[i] === 0x0f) return { length: 1, isShifted: false }
  const isDesignator = bytes[i] === 0x1b && bytes[i + 1] === 0x24 && bytes[i + 2] === 0x29 && bytes[i + 3] === 0x43
  return isDesignator ? { length: 4 } : null
}
