import { DeskError } from '../errors.ts'
import type { Filter } from './ast.ts'
import { limitSearch } from './limits.ts'
import { readText } from './read-value.ts'
import { isSearchable } from './search-text.ts'
import { type Token, tokenise } from './tokens.ts'
import { wordOf } from './words.ts'

const maxTerms = 50
const maxDepth = 10

/**
 * Filter text → AST. `status:open from:ana tag:vpn -tag:spam (priority:high OR priority:urgent) "exact phrase" older:7d`.
 * Terms are combined with "and"; `OR` binds weaker. @throws DeskError `invalid_filter` with `at` (offset), `word` (the text
 * at that offset) and `reason` (what is wrong with it, and what would be right).
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
  const tokens = tokenise(text).filter(isNotAPrefix)
  if (tokens.length > maxTerms * 3)
    throw new DeskError('invalid_filter', { at: 0, reason: `use at most ${maxTerms} terms` })
  const reader = { tokens, next: 0 }
  const filter = readOr(reader, 0)
  const rest = tokens[reader.next]
  if (rest) throw new DeskError('invalid_filter', { at: rest.at, reason: '")" has no matching "("' })
  limitTokens(tokens, filter)
  return filter
}

/** "Re:" and "Fw:" before more words: too short to search for, and typed together with the words after them. */
function isNotAPrefix(token: Token, at: number, tokens: Token[]): boolean {
  if (token.kind !== 'term' || token.isQuoted || !token.value.endsWith(':') || isSearchable(token.value)) return true
  const next = tokens[at + 1]?.kind
  return next === undefined || next === 'or' || next === 'close'
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

type Reader = { tokens: Token[]; next: number }

const isEmpty = (filter: Filter) => 'and' in filter && filter.and.length === 0

function readOr(reader: Reader, depth: number): Filter {
  if (depth > maxDepth) throw new DeskError('invalid_filter', { at: 0, reason: `nest at most ${maxDepth} brackets` })
  const branches = [readAnd(reader, depth)]
  while (reader.tokens[reader.next]?.kind === 'or') {
    const { at } = reader.tokens[reader.next++] ?? { at: 0 }
    branches.push(readAnd(reader, depth))
    if (branches.some(isEmpty))
      throw new DeskError('invalid_filter', { at, reason: 'write a term on both sides of OR' })
  }
  return branches.length === 1 && branches[0] ? branches[0] : { or: branches }
}

function readAnd(reader: Reader, depth: number): Filter {
  const terms: Filter[] = []
  for (;;) {
    const token = reader.tokens[reader.next]
    if (!token || token.kind === 'or' || token.kind === 'close') break
    terms.push(readFactor(reader, depth))
  }
  return terms.length === 1 && terms[0] ? terms[0] : { and: terms }
}

function readFactor(reader: Reader, depth: number): Filter {
  const token = reader.tokens[reader.next++]
  if (depth > maxDepth)
    throw new DeskError('invalid_filter', {
      at: token?.at ?? 0,
      reason: `write at most ${maxDepth} minus signs in a row`,
    })
  if (token?.kind === 'minus') return { not: readFactor(reader, depth + 1) }
  if (token?.kind === 'term') return readTerm(token)
  if (token?.kind !== 'open') {
    throw new DeskError('invalid_filter', { at: token?.at ?? 0, reason: 'write a term after "-"' })
  }
  const inner = readOr(reader, depth + 1)
  if (reader.tokens[reader.next++]?.kind !== 'close') {
    throw new DeskError('invalid_filter', { at: token.at, reason: '"(" has no matching ")"' })
  }
  return inner
}

type Term = Extract<Token, { kind: 'term' }>

function readTerm(term: Term): Filter {
  try {
    const word = term.field === null ? undefined : wordOf(term.field)
    return term.field === null || !word ? freeText(term) : word.read(term.value, term.field)
  } catch (error) {
    if (!(error instanceof DeskError)) throw error
    throw new DeskError(error.code, { at: term.at, ...error.params })
  }
}

/** `#1042` is the ticket; `1042` is the ticket or part of the text, unless it is too short to search for. */
function freeText(term: Term): Filter {
  const [, hash, digits] = (!term.isQuoted && /^(#?)(\d{1,9})$/.exec(term.value)) || []
  const text = { field: 'text', contains: readText(term.value) } as const
  if (digits === undefined || Number(digits) === 0) return text
  const number = { field: 'number', is: Number(digits) } as const
  return hash || !isSearchable(term.value) ? number : { or: [number, text] }
}
