import { detectEastAsian } from './detect-east-asian.ts'
import { detectSingleByte } from './detect-single-byte.ts'
import { censusUtf8 } from './utf8.ts'

const SAMPLE = 64 * 1024

/** The most likely charset of unlabelled bytes. Linear, on a limited sample; windows-1252 by default. */
export function detectCharset(bytes: Uint8Array): string {
  const marked = byteOrderMark(bytes)
  if (marked) return marked
  const sample = bytes.subarray(0, SAMPLE)
  const wide = detectWide(sample)
  if (wide) return wide
  if (sample.every(byte => byte < 0x80)) return detectEscaped(sample) ?? 'utf-8'
  const census = censusUtf8(sample)
  if (census.invalid === 0) return 'utf-8'
  if (census.sequences > 4 * census.invalid) return 'utf-8'
  return detectEscaped(sample) ?? detectEastAsian(sample) ?? detectSingleByte(sample)
}

function byteOrderMark(bytes: Uint8Array): string | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8'
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  return null
}

/** UTF-16 without a mark: every other byte of Western text is zero. */
function detectWide(sample: Uint8Array): string | null {
  if (sample.length < 8) return null
  const zeros = [0, 0]
  for (let i = 0; i < sample.length; i++) if (sample[i] === 0) zeros[i & 1] = (zeros[i & 1] ?? 0) + 1
  const [even = 0, odd = 0] = zeros
  const half = sample.length / 2
  if (odd > 0.6 * half && even < 0.1 * half) return 'utf-16le'
  return even > 0.6 * half && odd < 0.1 * half ? 'utf-16be' : null
}

/** The seven-bit encodings have escape sequences. */
function detectEscaped(sample: Uint8Array): string | null {
  for (let i = sample.indexOf(0x1b); i >= 0; i = sample.indexOf(0x1b, i + 1)) {
    const designator = String.fromCharCode(sample[i + 1] ?? 0, sample[i + 2] ?? 0, sample[i + 3] ?? 0)
    if (designator === '$)C') return 'iso-2022-kr'
    if (/^\$\)[AGE]/.test(designator)) return 'iso-2022-cn'
    if (/^(?:\$[@BA]|\([JI]|\$\([BCDOQ])/.test(designator)) return 'iso-2022-jp'
  }
  return looksLikeHz(sample) ? 'hz-gb-2312' : null
}

/** `~{` … `~}` around an even number of characters of the GB 2312 rows, at least twice or for four of them. */
function looksLikeHz(sample: Uint8Array): boolean {
  const text = Buffer.from(sample.buffer, sample.byteOffset, sample.byteLength).toString('latin1')
  let characters = 0
  for (let open = text.indexOf('~{'); open >= 0; open = text.indexOf('~{', open + 2)) {
    const close = text.indexOf('~}', open + 2)
    if (close < 0) return false
    const run = text.slice(open + 2, close)
    if (run.length % 2 !== 0 || !/^[!-w][!-~]/.test(run) || /[\s]/.test(run)) return false
    characters += run.length / 2
    open = close
  }
  return characters >= 4
}
