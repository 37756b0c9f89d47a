import { DeskError } from '@gotrs/contract/errors'
import { rejectBrokenText } from '../broken-text.ts'

const maxDepth = 40

const quote = 0x22
const comma = 0x2c
const openList = 0x5b
const backslash = 0x5c
const closeList = 0x5d
const letterU = 0x75
const openObject = 0x7b
const closeObject = 0x7d

/** By byte: its value as a hexadecimal digit, or -1. */
const hexValues = Int8Array.from({ length: 256 }, (_, byte) => {
  return '0123456789abcdef'.indexOf(String.fromCharCode(byte).toLowerCase())
})

/**
 * Looks at JSON before it is parsed: a megabyte of `[1,1,…]` takes a second to build and check, and a few milliseconds
 * to reject. Counts values outside of strings, and finds escapes that are not characters, in one pass over the bytes.
 * @throws DeskError `too_large`, `invalid_input`
 */
export function checkJson(bytes: Buffer, maxValues: number): void {
  let values = 1
  let depth = 0
  let hasBrokenText = false
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at]
    if (byte === quote) {
      const { end, isBroken } = readString(bytes, at + 1)
      hasBrokenText ||= isBroken
      at = end
    } else if (byte === comma) values += 1
    else if (byte === openList || byte === openObject) {
      values += 1
      depth += 1
    } else if (byte === closeList || byte === closeObject) depth -= 1
    if (values > maxValues) throw new DeskError('too_large', { maxValues })
    if (depth > maxDepth) throw invalidBody(`must be nested at most ${maxDepth} levels deep`)
  }
  if (hasBrokenText) rejectBrokenText(parsed(bytes))
}

const invalidBody = (message: string) => new DeskError('invalid_input', { issues: [{ path: 'body', message }] })

/**
 * Where its closing quote is, and whether it holds `\u0000` or half of a surrogate pair (RFC 8259, section 8.2). Such a half
 * can only come as an escape: the bytes are UTF-8.
 */
function readString(bytes: Buffer, start: number): { end: number; isBroken: boolean } {
  let isBroken = false
  let at = start
  while (at < bytes.length && bytes[at] !== quote) {
    if (bytes[at] !== backslash) {
      at += 1
      continue
    }
    const unit = unitAt(bytes, at)
    const isHigh = unit >= 0xd800 && unit <= 0xdbff
    const isPair = isHigh && isLow(unitAt(bytes, at + 6))
    isBroken ||= unit === 0 || (isHigh && !isPair) || isLow(unit)
    at += isPair ? 12 : 2
  }
  return { end: at, isBroken }
}

const isLow = (unit: number) => unit >= 0xdc00 && unit <= 0xdfff

/** The code unit of the escape `\uXXXX` at this position; -1 without one. */
function unitAt(text: Buffer, at: number): number {
  if (text[at] !== backslash || text[at + 1] !== letterU) return -1
  let unit = 0
  for (let digit = at + 2; digit < at + 6; digit += 1) {
    const value = hexValues[text[digit] ?? 0] ?? -1
    if (value < 0) return -1
    unit = unit * 16 + value
  }
  return unit
}

/** To name the field in the error. Text that is not JSON is rejected where it is parsed. */
function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString())
  } catch {
    return null
  }
}
