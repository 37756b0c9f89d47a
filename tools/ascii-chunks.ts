import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Writes every character beyond ASCII in the bundled programs of a folder as an escape, and moves the columns of their
 * source maps. V8 keeps the text of a program in memory, with two bytes for each character if a single one is beyond
 * Latin-1, as one is in most chunks. The bundler cannot do it: it prints escapes as characters.
 */
export function writeAsAscii(folder: string): void {
  for (const name of readdirSync(folder).filter(it => it.endsWith('.mjs'))) {
    const file = join(folder, name)
    const lines = readFileSync(file, 'utf8').split('\n')
    const written = lines.map(escapeLine)
    writeFileSync(file, written.map(it => it.text).join('\n'))
    // A chunk that only imports and exports has no map.
    if (!existsSync(`${file}.map`)) continue
    const map = JSON.parse(readFileSync(`${file}.map`, 'utf8')) as { mappings: string }
    const mappings = map.mappings.split(';').map((line, at) => moveColumns(line, written[at]?.shifts ?? []))
    writeFileSync(`${file}.map`, JSON.stringify({ ...map, mappings: mappings.join(';') }))
  }
}

/** From this column of the old line on, columns are larger by this number. */
type Shift = { from: number; by: number }

export function escapeLine(line: string): { text: string; shifts: Shift[] } {
  // There an escape would be the characters that it consists of.
  if (/String\.raw`[^`]*\P{ASCII}/u.test(line))
    throw new Error('String.raw has a character beyond ASCII: use an escape.')
  const shifts: Shift[] = []
  let grown = 0
  const text = line.replace(/(\\*)(\P{ASCII}+)/gu, (_found, backslashes: string, characters: string, at: number) => {
    // A backslash in front of the first character is the one of its escape.
    const before = backslashes.length % 2 === 1 ? backslashes.slice(1) : backslashes
    const escaped = before + escapesOf(characters)
    grown += escaped.length - backslashes.length - characters.length
    shifts.push({ from: at + backslashes.length + characters.length, by: grown })
    return escaped
  })
  return { text, shifts }
}

/** In UTF-16 units: strings, and patterns with and without the flag `u`, read them as the same characters. */
const escapesOf = (text: string) =>
  Array.from({ length: text.length }, (_, at) => `\\u${text.charCodeAt(at).toString(16).padStart(4, '0')}`).join('')

const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** The first number of each segment is its distance from the column before, in base 64 VLQ (ECMA-426, section 7). */
function moveColumns(line: string, shifts: Shift[]): string {
  if (shifts.length === 0 || line === '') return line
  let column = 0
  let moved = 0
  let at = 0
  const segments = line.split(',').map(segment => {
    const { value, rest } = readNumber(segment)
    column += value
    while (at < shifts.length && (shifts[at]?.from ?? 0) <= column) at += 1
    const target = column + (shifts[at - 1]?.by ?? 0)
    const written = writeNumber(target - moved) + rest
    moved = target
    return written
  })
  return segments.join(',')
}

/** Within a line columns only grow, so the number is never negative. */
function readNumber(segment: string): { value: number; rest: string } {
  let bits = 0
  let read = 0
  for (let isMore = true; isMore; read += 1) {
    const digit = digits.indexOf(segment.charAt(read))
    bits |= (digit & 31) << (5 * read)
    isMore = (digit & 32) !== 0
  }
  return { value: bits >> 1, rest: segment.slice(read) }
}

function writeNumber(value: number): string {
  let bits = value << 1
  let written = ''
  do {
    written += digits.charAt((bits & 31) | (bits > 31 ? 32 : 0))
    bits >>= 5
  } while (bits > 0)
  return written
}
