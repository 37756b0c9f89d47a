import { DeskError } from '../errors.ts'
import type { Filter } from './ast.ts'
import { type Condition, fieldOf } from './fields.ts'
import { isSearchable, maxSearchTerms, tooShortReason } from './search-text.ts'

/** Every condition of a filter, also those that it leaves out with a minus. */
export function conditionsOf(filter: Filter): Condition[] {
  if ('and' in filter) return filter.and.flatMap(conditionsOf)
  if ('or' in filter) return filter.or.flatMap(conditionsOf)
  return 'not' in filter ? conditionsOf(filter.not) : [filter]
}

/** What a filter looks for inside texts and names: it costs more than what an index of tickets answers. */
export const isSearch = (filter: Filter): boolean => termsOf(conditionsOf(filter)).length > 0

/** Does it look inside texts? */
export const hasText = (filter: Filter): boolean => conditionsOf(filter).some(({ field }) => field === 'text')

const times: ReadonlySet<string> = new Set(['created', 'updated', 'resolved', 'closed', 'waiting'])

/** Does it look at a time, such as since when somebody waits? */
export const isTimed = (filter: Filter): boolean => conditionsOf(filter).some(isOfTime)
export const isOfTime = ({ field }: Pick<Condition, 'field'>): boolean => times.has(field)

/** How many words, phrases and parts of names it looks for. */
export const countSearchTerms = (filter: Filter): number => termsOf(conditionsOf(filter)).length

const termsOf = (conditions: Condition[]): string[] =>
  conditions.flatMap(it => (it.field === 'text' ? [it.contains] : namesOf(it)))

function namesOf(condition: Condition): string[] {
  const term = fieldOf(condition).searchTerm?.(condition) ?? null
  return term === null ? [] : [term]
}

/** @throws DeskError `invalid_filter` with `word` (the name) and `reason`, for names that would cost others too much */
export function limitSearch(filter: Filter): void {
  const names = conditionsOf(filter).flatMap(namesOf)
  const short = names.find(name => !isSearchable(name))
  if (short !== undefined) throw new DeskError('invalid_filter', { word: short, reason: tooShortReason })
  const extra = names[maxSearchTerms]
  if (extra === undefined) return
  const reason = `use at most ${maxSearchTerms} names. Leave this one out`
  throw new DeskError('invalid_filter', { word: extra, reason })
}
