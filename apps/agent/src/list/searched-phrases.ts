import { conditionsOf } from '@gotrs/contract/filter/limits'
import { parseFilter } from '@gotrs/contract/filter/parse'
import { type Phrase, phrasesOf } from '@gotrs/contract/search/phrase'

let last: { q: string; phrases: Phrase[] } = { q: '', phrases: [] }

/** What a list looks for in texts, read once for all of its rows. */
export function searchedPhrases(q: string): Phrase[] {
  if (last.q !== q) last = { q, phrases: read(q) }
  return last.phrases
}

function read(q: string): Phrase[] {
  try {
    const texts = conditionsOf(parseFilter(q)).filter(condition => condition.field === 'text')
    return texts.flatMap(({ contains, isExact }) => phrasesOf(contains, isExact ?? false))
  } catch {
    // A text that is not a filter looks for nothing.
    return []
  }
}
