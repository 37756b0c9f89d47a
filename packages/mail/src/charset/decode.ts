import { detectCharset } from './detect.ts'
import { withoutPrivateCharacters } from './hkscs.ts'
import { resolveCharset } from './labels.ts'
import { decodeLegacy } from './legacy.ts'
import { censusUtf8, decodeMixedUtf8 } from './utf8.ts'

/** Charsets whose wrong labels show, because the bytes are valid UTF-8. */
const CONFUSED_WITH_UTF8 = new Set(['windows-1252', 'iso-8859-15', 'windows-1254'])
const MAX_REPLACED = 0.02

/**
 * Decodes bytes by the declared charset if it fits, else by detection, else as windows-1252.
 * Never throws, and returns no NUL and no lone surrogate.
 */
export function decodeCharset(bytes: Uint8Array, declared?: string | null, hint?: string | null): string {
  if (isPlainAscii(bytes)) return ascii(bytes)
  const text = decodeDeclared(bytes, resolveCharset(declared)) ?? decodeHinted(bytes, resolveCharset(hint))
  return storable(text ?? decodeDetected(bytes))
}

/** Removes characters that a database or a JSON document would reject. */
export function storable(text: string): string {
  const whole = text.isWellFormed() ? text : text.toWellFormed()
  return whole.includes('\0') || whole.startsWith('\ufeff') ? whole.replaceAll('\0', '').replace(/^\ufeff/, '') : whole
}

function decodeDeclared(bytes: Uint8Array, charset: string | null): string | null {
  if (charset === null) return null
  const legacy = decodeLegacy(bytes, charset)
  if (legacy !== null) return legacy
  if (charset === 'utf-8') return decodeUtf8(bytes)
  if (CONFUSED_WITH_UTF8.has(charset) && isSurelyUtf8(bytes)) return new TextDecoder('utf-8').decode(bytes)
  const strict = decodeStrictly(bytes, charset)
  if (strict !== null) return charset === 'big5' ? withoutPrivateCharacters(strict) : strict
  const lenient = new TextDecoder(charset).decode(bytes)
  return replacedShare(lenient) <= MAX_REPLACED ? lenient : null
}

/** The label of another part of the same mail, used only if the bytes are not clearly something else. */
function decodeHinted(bytes: Uint8Array, charset: string | null): string | null {
  if (charset === null || charset === 'utf-8' || charset === 'windows-1252') return null
  return censusUtf8(bytes).invalid === 0 ? null : (decodeLegacy(bytes, charset) ?? decodeStrictly(bytes, charset))
}

function decodeDetected(bytes: Uint8Array): string {
  const charset = detectCharset(bytes)
  if (charset === 'utf-8') return decodeMixedUtf8(bytes)
  return decodeLegacy(bytes, charset) ?? new TextDecoder(charset).decode(bytes)
}

function decodeUtf8(bytes: Uint8Array): string | null {
  const strict = decodeStrictly(bytes, 'utf-8')
  if (strict !== null) return strict
  const { sequences, invalid } = censusUtf8(bytes)
  return sequences > invalid ? decodeMixedUtf8(bytes) : null
}

function decodeStrictly(bytes: Uint8Array, charset: string): string | null {
  try {
    return new TextDecoder(charset, { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}

function isSurelyUtf8(bytes: Uint8Array): boolean {
  const { sequences, invalid } = censusUtf8(bytes)
  return invalid === 0 && sequences > 0
}

function replacedShare(text: string): number {
  let replaced = 0
  for (let i = text.indexOf('\ufffd'); i >= 0; i = text.indexOf('\ufffd', i + 1)) replaced++
  return replaced / Math.max(1, text.length)
}

/** No high bytes, escapes or shifts: the same in every charset of mail. */
function isPlainAscii(bytes: Uint8Array): boolean {
  for (const byte of bytes) {
    if (byte >= 0x7e || byte === 0x2b || (byte < 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09)) return false
  }
  return true
}

function ascii(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
}
