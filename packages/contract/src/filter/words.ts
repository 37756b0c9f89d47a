import { isStaff, type Role } from '../roles.ts'
import type { Audience, FilterField, FilterWord } from './field.ts'
import { type Condition, fields } from './fields.ts'

type DescribedWord = FilterWord<Condition> & { availableTo: Audience }

/** What people write before a colon, as the records of the fields declare it. */
export const filterWords: Readonly<Record<string, DescribedWord>> = Object.fromEntries(
  Object.values<FilterField<Condition>>(fields).flatMap(({ words, availableTo }) =>
    Object.entries(words).map(([word, record]) => [word, { ...record, availableTo }]),
  ),
)

export const wordOf = (name: string): DescribedWord | undefined =>
  Object.hasOwn(filterWords, name) ? filterWords[name] : undefined

/** The values that are offered for a word, each with what it means. */
export const valuesOf = ({ values = {} }: FilterWord<Condition>, now: Date) =>
  typeof values === 'function' ? values(now) : values

/** The words that somebody of this role may ask by. */
export const wordsFor = (role: Role): string[] =>
  Object.keys(filterWords).filter(word => filterWords[word]?.availableTo === 'everybody' || isStaff(role))
