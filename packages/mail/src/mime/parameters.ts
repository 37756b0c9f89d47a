import { decodeCharset } from '../charset/decode.ts'
import { resolveCharset } from '../charset/labels.ts'
import { decodeHeaderText, hasEncodedWord } from './encoded-words.ts'

/** `value` in lower case; parameter names in lower case, their values decoded. */
export type StructuredHeader = { value: string; params: Map<string, string> }

type RawParameter = { name: string; value: string }

const MAX_HEADER = 64 * 1024
const MAX_SECTIONS = 500

/** Content-Type, Content-Disposition and similar headers. https://www.rfc-editor.org/rfc/rfc2045#section-5.1 */
export function parseStructuredHeader(raw: string): StructuredHeader {
  const { value, parameters } = scan(withFirstSemicolon(raw.slice(0, MAX_HEADER)))
  return { value: value.toLowerCase(), params: joinSections(parameters) }
}

/** `attachment filename="a.pdf"`: the semicolon is missing. */
const withFirstSemicolon = (text: string) =>
  text.replace(/^(\s{0,9}[\w.+/-]{1,100})\s{1,9}(?=[a-z][a-z0-9*-]{0,60}=)/i, '$1; ')

function scan(text: string): { value: string; parameters: RawParameter[] } {
  const semicolon = endOfValue(text)
  const value = withoutComments(semicolon < 0 ? text : text.slice(0, semicolon)).replace(/["\s]/g, '')
  const parameters: RawParameter[] = []
  let pos = semicolon < 0 ? text.length : semicolon + 1
  while (pos < text.length) {
    const nameEnd = firstOf(text, pos, '=;')
    const name = withoutComments(text.slice(pos, nameEnd)).trim().toLowerCase()
    if (text[nameEnd] !== '=') {
      pos = nameEnd + 1
      continue
    }
    const read = readValue(text, nameEnd + 1)
    if (name) parameters.push({ name, value: read.value })
    pos = read.end
  }
  return { value, parameters }
}

/** The first semicolon that is not inside a comment. */
function endOfValue(text: string): number {
  const first = text.indexOf(';')
  const open = text.indexOf('(')
  if (open < 0 || open > first) return first
  let depth = 0
  for (let i = open; i < text.length; i++) {
    if (text[i] === '(') depth++
    else if (text[i] === ')') depth--
    else if (text[i] === ';' && depth === 0) return i
  }
  return depth === 0 ? -1 : first
}

function firstOf(text: string, start: number, characters: string): number {
  for (let i = start; i < text.length; i++) if (characters.includes(text.charAt(i))) return i
  return text.length
}

function readValue(text: string, start: number): { value: string; end: number } {
  let pos = start
  while (text[pos] === ' ' || text[pos] === '\t') pos++
  if (text[pos] === '"') return readQuoted(text, pos + 1)
  const end = firstOf(text, pos, ';')
  return { value: withoutComments(text.slice(pos, end)).trim(), end: end + 1 }
}

/** A quote that is followed by more text and another quote is not the end: `filename="say "hi".txt"`. */
function readQuoted(text: string, start: number): { value: string; end: number } {
  let value = ''
  let semicolon = -1
  for (let pos = start; pos < text.length; pos++) {
    const character = text.charAt(pos)
    if (character === '\\' && /["\\]/.test(text.charAt(pos + 1))) value += text.charAt(++pos)
    else if (character !== '"') value += character
    else {
      if (semicolon < pos) semicolon = firstOf(text, pos, ';')
      const rest = text.slice(pos + 1, Math.min(semicolon, pos + 300))
      if (!/^\s*[^\s(]/.test(rest) || !rest.includes('"')) return { value, end: semicolon + 1 }
      value += character
    }
  }
  // Never closed: the value ends at the next parameter.
  const end = firstOf(text, start, ';')
  return { value: text.slice(start, end).trim(), end: end + 1 }
}

/** Comments may hold others. https://www.rfc-editor.org/rfc/rfc5322#section-3.2.2 */
export function withoutComments(text: string): string {
  if (!text.includes('(')) return text
  let out = ''
  let depth = 0
  for (const character of text) {
    if (character === '(') depth++
    else if (character === ')' && depth > 0) depth--
    else if (depth === 0) out += character
  }
  // An unclosed parenthesis is part of the text.
  return depth > 0 ? text : out
}

type Section = { index: number; isEncoded: boolean; value: string }

/** `name*0*=utf-8''a%20; name*1=b`: joins bytes before decoding, because a split may be inside a character. RFC 2231. */
function joinSections(parameters: RawParameter[]): Map<string, string> {
  const plain = new Map<string, string>()
  const split = new Map<string, Section[]>()
  for (const { name, value } of parameters) {
    const star = name.indexOf('*')
    if (star < 1) {
      if (!plain.has(name)) plain.set(name, decodePlain(value))
      continue
    }
    const sections = split.get(name.slice(0, star)) ?? []
    const index = Number.parseInt(name.slice(star + 1), 10) || 0
    if (sections.length < MAX_SECTIONS) sections.push({ index, isEncoded: name.endsWith('*'), value })
    split.set(name.slice(0, star), sections)
  }
  for (const [name, sections] of split) plain.set(name, joined(sections))
  return plain
}

function joined(sections: Section[]): string {
  sections.sort((a, b) => a.index - b.index)
  const first = sections[0]
  if (!first) return ''
  if (!sections.some(it => it.isEncoded)) return decodePlain(sections.map(it => it.value).join(''))
  const prefix = first.isEncoded ? /^([^']{0,60})'[^']{0,60}'/.exec(first.value) : null
  const bytes = sections.map((it, i) => {
    const value = i === 0 && prefix ? it.value.slice(prefix[0].length) : it.value
    return it.isEncoded ? percentDecoded(value) : Buffer.from(value, 'latin1')
  })
  const whole = Buffer.concat(bytes)
  const text = decodeCharset(whole, prefix?.[1])
  // Some programs nest one encoding in the other.
  return hasEncodedWord(text) ? decodeHeaderText(whole.toString('latin1')) : text
}

/** `filename="utf-8''%E2%82%AC.txt"`, which lacks the star. */
function decodePlain(value: string): string {
  const [whole, charset] = /^([\w.:-]{2,40})'[\w-]{0,20}'(?=.*%[0-9A-Fa-f]{2})/.exec(value.slice(0, 1_000)) ?? []
  if (whole === undefined || resolveCharset(charset) === null) return decodeHeaderText(value)
  return decodeCharset(percentDecoded(value.slice(whole.length)), charset)
}

function percentDecoded(value: string): Buffer {
  const bytes = value.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1')
}
