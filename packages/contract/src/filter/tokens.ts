import { wordOf } from './words.ts'

export type Token =
  | { kind: 'open' | 'close' | 'or' | 'minus'; at: number }
  | { kind: 'term'; at: number; end: number; field: string | null; value: string; isQuoted: boolean }

/**
 * Splits filter text into tokens: `field:value`, `"a phrase"`, `(`, `)`, `OR`, `-`. One pass, linear. People paste subjects
 * and lines of logs, so that no text is wrong: a quotation mark without a matching one is a character of the text.
 */
export function tokenise(text: string): Token[] {
  const tokens: Token[] = []
  let at = 0
  while (at < text.length) {
    const char = text[at] ?? ''
    if (/\s/.test(char)) at += 1
    else if (char === '(') tokens.push({ kind: 'open', at: at++ })
    else if (char === ')') tokens.push({ kind: 'close', at: at++ })
    else if (char === '-' && /[^\s)]/.test(text[at + 1] ?? ' ')) tokens.push({ kind: 'minus', at: at++ })
    else at = readTerm(text, at, tokens)
  }
  return tokens
}

function readTerm(text: string, start: number, tokens: Token[]): number {
  const word = readValue(text, start, true)
  if (!word.isQuoted && text[word.end] === ':') return readField(text, start, word, tokens)
  if (word.value === 'OR' && !word.isQuoted) tokens.push({ kind: 'or', at: start })
  else if (word.value === 'NOT' && !word.isQuoted) tokens.push({ kind: 'minus', at: start })
  else if (word.value !== '')
    tokens.push({ kind: 'term', at: start, end: word.end, field: null, value: word.value, isQuoted: word.isQuoted })
  return Math.max(word.end, start + 1)
}

function readField(text: string, start: number, word: Value, tokens: Token[]): number {
  const field = word.value.toLowerCase()
  if (!wordOf(field)) return readColonText(text, start, word.end + 1, tokens)
  const { end, value, isQuoted } = readValue(text, word.end + 1, false)
  // "Status: broken" is how people begin a subject.
  if (value === '') return readColonText(text, start, word.end + 1, tokens)
  tokens.push({ kind: 'term', at: start, end, field, value, isQuoted })
  return end
}

/** An unknown word before a colon is text, together with the colon: `http://…`, `12:30`, `error: "a phrase"`. */
function readColonText(text: string, start: number, afterColon: number, tokens: Token[]): number {
  const end = text[afterColon] === '"' ? afterColon : readValue(text, afterColon, false).end
  tokens.push({ kind: 'term', at: start, end, field: null, value: text.slice(start, end), isQuoted: false })
  return end
}

type Value = { value: string; end: number; isQuoted: boolean }

function readValue(text: string, start: number, stopsAtColon: boolean): Value {
  const close = text[start] === '"' ? text.indexOf('"', start + 1) : -1
  if (close >= 0) return { value: text.slice(start + 1, close).trim(), end: close + 1, isQuoted: true }
  let end = start
  while (end < text.length && !/[\s()"]/.test(text[end] ?? '') && !(stopsAtColon && text[end] === ':')) end += 1
  return { value: text.slice(start, end), end, isQuoted: false }
}
