import { DeskError } from '../errors.ts'
import { phrasesOf } from '../search/phrase.ts'
import type { Filter } from './ast.ts'
import { limitSearch } from './limits.ts'
import { type Token, tokenise } from './tokens.ts'
import { wordOf } from './words.ts'

/** Of a longer text the first ones are looked for. */
const maxTerms = 50
const maxDepth = 10

/**
 * Filter text → AST. `status:open from:ana tag:vpn -tag:spam (priority:high OR priority:urgent) "exact phrase"
 * older:7d`. Terms are joined by "and"; `OR` binds weaker. What people paste is text, never a syntax error: brackets,
 * `OR` and quotation marks that match nothing are left out, and so is a value that no field takes where there is other
 * text.
 * @throws DeskError `invalid_filter` with `at` (offset), `word` (the text there) and `reason` (what is wrong with it,
 * and what would be right): for a wrong value among fields alone, for text without letters, for a name that is too
 * short
 */
export function parseFilter(text: string): Filter {
  try {
    return readFilter(text)
  } catch (error) {
    if (!(error instanceof DeskError)) throw error
    throw new DeskError(error.code, { ...error.params, word: wordAt(text, Number(error.params.at)) })
  }
}

const wordAt = (text: string, at: number): string => /^\S{0,60}/u.exec(text.slice(at))?.[0]?.toWellFormed() ?? ''

function readFilter(text: string): Filter {
  const written = withoutPrefixes(tokenise(text))
  const tokens = withinLimits(written.filter(token => token.kind !== 'term' || isLookedFor(token)))
  if (tokens.every(token => token.kind !== 'term') && /[^\s()"]/.test(text))
    throw new DeskError('invalid_filter', { at: text.search(/\S/), reason: 'write at least one letter or digit' })
  const hasText = tokens.some(token => token.kind === 'term' && token.field === null)
  const reader = { tokens, next: 0, hasText }
  const filter = readAll(reader)
  limitTokens(tokens, filter)
  return filter
}

const prefix = /^(?:re|aw|antw|sv|vs|res|rv|tr|fw|fwd|wg)(?:\[\d+\])?:$/i

/** What a mail program put before a pasted subject: `Re:`, `AW: Fwd:`. Alone it is text. */
function withoutPrefixes(tokens: Token[]): Token[] {
  const first = tokens.findIndex(token => token.kind !== 'term' || token.isQuoted || !prefix.test(token.value))
  return first < 0 ? tokens : tokens.slice(first)
}

/** Punctuation alone is nothing that can be looked for. */
const isLookedFor = (token: Term): boolean => token.field !== null || phrasesOf(token.value, token.isQuoted).length > 0

/** Nobody nests as deep by hand: such brackets and minus signs are part of a text. */
function withinLimits(tokens: Token[]): Token[] {
  const terms = tokens.filter(token => token.kind === 'term')
  return terms.length > maxTerms || depthOf(tokens) > maxDepth ? terms.slice(0, maxTerms) : tokens
}

function depthOf(tokens: Token[]): number {
  let open = 0
  let minus = 0
  let deepest = 0
  for (const { kind } of tokens) {
    if (kind === 'open') open += 1
    if (kind === 'close') open = Math.max(0, open - 1)
    minus = kind === 'minus' ? minus + 1 : 0
    deepest = Math.max(deepest, open, minus)
  }
  return deepest
}

function limitTokens(tokens: Token[], filter: Filter): void {
  try {
    limitSearch(filter)
  } catch (error) {
    if (!(error instanceof DeskError)) throw error
    const refused = tokens.find(token => token.kind === 'term' && token.value === error.params.word)
    throw new DeskError(error.code, { ...error.params, at: refused?.at ?? 0 })
  }
}

type Term = Extract<Token, { kind: 'term' }>
type Reader = { tokens: Token[]; next: number; hasText: boolean }

const isEmpty = (filter: Filter) => 'and' in filter && filter.and.length === 0

/** A closing bracket that matches none separates nothing. */
function readAll(reader: Reader): Filter {
  const parts: Filter[] = []
  while (reader.next < reader.tokens.length) {
    parts.push(readOr(reader))
    if (reader.tokens[reader.next]?.kind === 'close') reader.next += 1
  }
  return all(parts)
}

function readOr(reader: Reader): Filter {
  const branches = [readAnd(reader)]
  while (reader.tokens[reader.next]?.kind === 'or') {
    reader.next += 1
    branches.push(readAnd(reader))
  }
  const written = branches.filter(branch => !isEmpty(branch))
  return written.length > 1 ? { or: written } : all(written)
}

function readAnd(reader: Reader): Filter {
  const terms: Filter[] = []
  for (;;) {
    const token = reader.tokens[reader.next]
    if (!token || token.kind === 'or' || token.kind === 'close') break
    terms.push(readFactor(reader))
  }
  return all(terms)
}

function all(filters: Filter[]): Filter {
  const written = filters.flatMap(filter => ('and' in filter ? filter.and : [filter]))
  const distinct = distinctOf(written)
  return distinct.length === 1 && distinct[0] ? distinct[0] : { and: distinct }
}

function readFactor(reader: Reader): Filter {
  const token = reader.tokens[reader.next]
  if (!token || token.kind === 'or' || token.kind === 'close') return { and: [] }
  reader.next += 1
  if (token.kind === 'term') return readTerm(token, reader.hasText)
  if (token.kind === 'minus') {
    const inner = readFactor(reader)
    return isEmpty(inner) ? inner : { not: inner }
  }
  const inner = readOr(reader)
  if (reader.tokens[reader.next]?.kind === 'close') reader.next += 1
  return inner
}

function readTerm(term: Term, hasText: boolean): Filter {
  try {
    const word = term.field === null ? undefined : wordOf(term.field)
    return term.field === null || !word ? freeText(term) : word.read(term.value, term.field)
  } catch (error) {
    if (!(error instanceof DeskError)) throw error
    // "status:500 Internal Server Error" is a line of a log.
    const asText = { ...term, value: `${term.field}:${term.value}` }
    if (hasText && isLookedFor({ ...asText, field: null })) return freeText(asText)
    throw new DeskError(error.code, { at: term.at, ...error.params })
  }
}

/** `#1042` is the ticket; `1042` is text, which the number of a ticket is part of. */
function freeText({ value, isQuoted }: Term): Filter {
  const digits = isQuoted ? undefined : /^#(\d{1,9})$/.exec(value)?.[1]
  if (Number(digits) > 0) return { field: 'number', is: Number(digits) }
  return { field: 'text', contains: value, ...(isQuoted ? { isExact: true } : {}) }
}

/** A pasted text repeats its words; each costs a search as much as the first. */
function distinctOf(filters: Filter[]): Filter[] {
  return [...new Map(filters.map(filter => [JSON.stringify(filter), filter])).values()]
}
