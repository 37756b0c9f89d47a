import { DeskError } from '../errors.ts'
import type { Filter } from './ast.ts'
import { fieldOf } from './fields.ts'
import { isSearchable, maxSearchTerms, tooShortReason } from './search-text.ts'

/** What a filter looks for inside texts and names: the terms that cost more the more the desk holds. */
export function searchTermsOf(filter: Filter): string[] {
  if ('and' in filter) return filter.and.flatMap(searchTermsOf)
  if ('or' in filter) return filter.or.flatMap(searchTermsOf)
  if ('not' in filter) return searchTermsOf(filter.not)
  const term = fieldOf(filter).searchTerm?.(filter) ?? null
  return term === null ? [] : [term]
}

/** @throws DeskError `invalid_filter` with `word` (the term) and `reason`, for a filter that would cost others too much */
export function limitSearch(filter: Filter): void {
  const terms = searchTermsOf(filter)
  const short = terms.find(term => !isSearchable(term))
  if (short !== undefined) throw new DeskError('invalid_filter', { word: short, reason: tooShortReason })
  const extra = terms[maxSearchTerms]
  if (extra === undefined) return
  const reason = `use at most ${maxSearchTerms} words, phrases and names. Leave this one out`
  throw new DeskError('invalid_filter', { word: extra, reason })
}
