import { DeskError } from '../errors.ts'
import { type TicketPriority, type TicketStatus, ticketPriorities, ticketStatuses } from '../tickets.ts'
import type { Filter } from './ast.ts'
import { limitSearch } from './limits.ts'
import { isSearchable } from './search-text.ts'
import { type Token, tokenise } from './tokens.ts'

const maxTerms = 50
const maxDepth = 10

/**
 * Filter text → AST. `status:open from:ana tag:vpn -tag:spam (priority:high OR priority:urgent) "exact phrase" older:7d`.
 * Terms stand for "and"; `OR` binds weaker. @throws DeskError `invalid_filter` with `at` (offset), `word` (what stands
 * there) and `reason` (what is wrong with it, and what would be right).
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
  const tokens = tokenise(text)
  if (tokens.length > maxTerms * 3)
    throw new DeskError('invalid_filter', { at: 0, reason: `at most ${maxTerms} terms` })
  const reader = { tokens, next: 0 }
  const filter = readOr(reader, 0)
  const rest = tokens[reader.next]
  if (rest) throw new DeskError('invalid_filter', { at: rest.at, reason: 'a bracket is closed that was never opened' })
  limitTokens(tokens, filter)
  return filter
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
  if (depth > maxDepth) throw new DeskError('invalid_filter', { at: 0, reason: `brackets go at most ${maxDepth} deep` })
  const branches = [readAnd(reader, depth)]
  while (reader.tokens[reader.next]?.kind === 'or') {
    const { at } = reader.tokens[reader.next++] ?? { at: 0 }
    branches.push(readAnd(reader, depth))
    if (branches.some(isEmpty))
      throw new DeskError('invalid_filter', { at, reason: 'something has to stand on both sides of OR' })
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
    throw new DeskError('invalid_filter', { at: token?.at ?? 0, reason: `a minus goes at most ${maxDepth} deep` })
  if (token?.kind === 'minus') return { not: readFactor(reader, depth + 1) }
  if (token?.kind === 'term') return readTerm(token)
  if (token?.kind !== 'open') {
    throw new DeskError('invalid_filter', { at: token?.at ?? 0, reason: 'something is missing after "-"' })
  }
  const inner = readOr(reader, depth + 1)
  if (reader.tokens[reader.next++]?.kind !== 'close') {
    throw new DeskError('invalid_filter', { at: token.at, reason: 'a bracket is opened and never closed' })
  }
  return inner
}

type Term = Extract<Token, { kind: 'term' }>

function readTerm(term: Term): Filter {
  if (term.field === null) return freeText(term)
  if (!isField(term.field)) {
    const known = Object.keys(fields).join(', ')
    throw new DeskError('invalid_filter', {
      at: term.at,
      reason: `"${term.field}:" is not a filter; there are ${known}`,
    })
  }
  return fields[term.field](term)
}

/** `#1042` is the ticket; `1042` is the ticket or part of the text, unless it is too short to search for. */
function freeText(term: Term): Filter {
  const [, hash, digits] = (!term.isQuoted && /^(#?)(\d{1,9})$/.exec(term.value)) || []
  const text = { field: 'text', contains: limited(term, 200) } as const
  if (digits === undefined || Number(digits) === 0) return text
  const number = { field: 'number', is: Number(digits) } as const
  return hash || !isSearchable(term.value) ? number : { or: [number, text] }
}

const person = (field: 'assignee' | 'customer') => (term: Term) => ({ field, is: limited(term, 254) })

const fields = {
  status: term => ({ field: 'status', in: oneOf<TicketStatus>(term, ticketStatuses) }),
  is: term => isGroup(term),
  priority: term => ({ field: 'priority', in: oneOf<TicketPriority>(term, ticketPriorities) }),
  assignee: person('assignee'),
  from: person('customer'),
  customer: person('customer'),
  organisation: term => ({ field: 'organisation', is: limited(term, 200) }),
  queue: term => ({ field: 'queue', is: limited(term, 200) }),
  tag: term => ({ field: 'tag', is: limited(term, 200).toLowerCase() }),
  number: term => ({ field: 'number', is: readNumber(term) }),
  older: term => ({ field: 'created', olderThan: readAge(term) }),
  newer: term => ({ field: 'createdWithin', seconds: readAge(term) }),
  waiting: term => ({ field: 'waiting', longerThan: readAge(term) }),
} as const satisfies Record<string, (term: Term) => Filter>
/** What can stand before a colon. */
export type FilterField = keyof typeof fields

const isField = (name: string): name is FilterField => Object.hasOwn(fields, name)

function isGroup(term: Term): Filter {
  if (term.value === 'open') return { field: 'status', in: ['new', 'open'] }
  if (term.value === 'done') return { field: 'status', in: ['resolved', 'closed'] }
  if (term.value === 'held') return { field: 'held' }
  throw new DeskError('invalid_filter', { at: term.at, reason: '"is:" takes open, done or held' })
}

function oneOf<T extends string>(term: Term, allowed: readonly T[]): T[] {
  return term.value.split(',').map(value => {
    const found = allowed.find(candidate => candidate === value.toLowerCase())
    if (!found)
      throw new DeskError('invalid_filter', { at: term.at, reason: `"${term.field}:" takes ${allowed.join(', ')}` })
    return found
  })
}

function readNumber(term: Term): number {
  const number = Number(term.value.replace(/^#/, ''))
  if (Number.isInteger(number) && number > 0 && number <= 2_147_483_647) return number
  throw new DeskError('invalid_filter', { at: term.at, reason: '"number:" takes a ticket number' })
}

const secondsPer: Record<string, number> = { m: 60, h: 3600, d: 86_400, w: 604_800 }

function readAge(term: Term): number {
  const found = /^(\d{1,4})([mhdw])$/.exec(term.value)
  const seconds = Number(found?.[1]) * (secondsPer[found?.[2] ?? ''] ?? 0)
  if (seconds > 0) return seconds
  throw new DeskError('invalid_filter', {
    at: term.at,
    reason: `"${term.field}:" takes an age such as 30m, 4h, 7d or 2w`,
  })
}

function limited(term: Term, max: number): string {
  if (term.value === '' || term.value.length > max) {
    throw new DeskError('invalid_filter', { at: term.at, reason: `a value has 1 to ${max} characters` })
  }
  return term.value
}
