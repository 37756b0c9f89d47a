import type { Filter } from '@gotrs/contract/filter/ast'
import type { Condition } from '@gotrs/contract/filter/fields'
import { type Phrase, phrasesOf } from '@gotrs/contract/search/phrase'
import { type SQL, sql } from 'drizzle-orm'

type TextCondition = Extract<Condition, { field: 'text' }>

/** The question to the index of words, as text of a `tsquery`. */
export type Question = {
  /** What a row has to have. */
  match: string
  /** The same without the order of words: what the index can tell. */
  index: string
  /** Letters of its longest word: the more there are, the rarer it is. */
  length: number
}

// Words have letters and digits alone, so that nothing in them has to be escaped.
const lexeme = (word: string, isPrefix: boolean): string => (isPrefix ? `'${word}':*` : `'${word}'`)

const joinWords = ({ words, isPrefix }: Phrase, operator: string): string =>
  `(${words.map((word, at) => lexeme(word, isPrefix && at === words.length - 1)).join(operator)})`

/** Of a longer phrase without the word that may go on: the index would gather every row with any word that begins so. */
const withoutBeginning = ({ words, isPrefix }: Phrase): Phrase =>
  isPrefix && words.length > 1 ? { words: words.slice(0, -1), isPrefix: false } : { words, isPrefix }

/**
 * Does the row have it? A call of the function, since with the operator `@@` the planner may ask the index of words, and
 * read every row with a common word to look into one ticket.
 */
export const hasMatch = (vector: SQL, { match }: Pick<Question, 'match'>): SQL =>
  sql`ts_match_vq(${vector}, ${match}::tsquery)`

export function questionOf({ contains, isExact = false }: TextCondition): Question {
  const phrases = phrasesOf(contains, isExact)
  return {
    match: phrases.map(phrase => joinWords(phrase, ' <-> ')).join(' | '),
    index: phrases.map(phrase => joinWords(withoutBeginning(phrase), ' & ')).join(' | '),
    length: Math.max(...phrases.flatMap(({ words }) => words.map(word => word.length))),
  }
}

/** One of these suffices: every ticket that the filter finds has a row with it. None: it finds tickets by other means. */
export function questionsOf(filter: Filter): Question[] {
  if ('and' in filter) return filter.and.flatMap(questionsOf)
  if ('or' in filter) return eitherOf(filter.or.map(questionsOf))
  return 'not' in filter || filter.field !== 'text' ? [] : [questionOf(filter)]
}

function eitherOf(branches: Question[][]): Question[] {
  const best = branches.map(questions => questions.toSorted((one, other) => other.length - one.length)[0])
  const known = best.filter(question => question !== undefined)
  if (known.length < branches.length || known.length === 0) return []
  return [
    {
      match: known.map(({ match }) => `(${match})`).join(' | '),
      index: known.map(({ index }) => `(${index})`).join(' | '),
      length: Math.min(...known.map(({ length }) => length)),
    },
  ]
}
