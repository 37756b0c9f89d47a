import { isStaff, type Role } from '../roles.ts'
import type { FilterWord, NameSource } from './field.ts'
import { audienceOf, type Condition } from './fields.ts'
import { quoteValue } from './quote-value.ts'
import { valuesOf, wordOf, wordsFor } from './words.ts'

/** What somebody is typing at the cursor: the word of a field, or, where `word` is known, a value of it. */
export type Place = { start: number; end: number; word: string | null; typed: string; before: string }

/** A way to go on from a place. `term`: what takes its place; `finds`: what it means. */
export type Offer = { term: string; finds: string }

/** Between white space, brackets and a minus; null inside a phrase. */
export function placeAt(text: string, cursor: number, role: Role): Place | null {
  const head = text.slice(0, cursor)
  const value = /(?:^|[\s()])-?([a-z]+):(?:"([^"]*)|([^\s()"]*))$/i.exec(head)
  const word = value?.[1]?.toLowerCase()
  if (value && word && wordsFor(role).includes(word))
    return placeInValue(text, cursor, word, value[2] ?? value[3] ?? '')
  if (head.split('"').length % 2 === 0) return null
  const typed = /(?:^|[\s()])-?([^\s()"]*)$/.exec(head)?.[1] ?? ''
  if (typed.includes(':')) return null
  const end = cursor + (/^[a-z]*:?/i.exec(text.slice(cursor))?.[0].length ?? 0)
  return { start: cursor - typed.length, end: typed === '' ? cursor : end, word: null, typed, before: '' }
}

/** Of several values only the last one before the cursor is being typed. */
function placeInValue(text: string, cursor: number, word: string, value: string): Place {
  const isOpen = text.slice(0, cursor).endsWith(`"${value}`)
  const rest = isOpen ? /^[^"]*"?/ : /^[^\s()"]*/
  const end = cursor + (rest.exec(text.slice(cursor))?.[0].length ?? 0)
  const comma = wordOf(word)?.takesSeveral ? value.lastIndexOf(',') + 1 : 0
  const start = cursor - value.length - (isOpen ? 1 : 0)
  return { start, end, word, typed: value.slice(comma), before: value.slice(0, comma) }
}

/** The words of the language, or the values of a word, that begin with what is typed. */
export function offersAt({ word, typed, before }: Place, role: Role, now: Date): Offer[] {
  const isBegun = (offered: string) => offered.startsWith(typed.toLowerCase()) && offered !== typed
  if (word === null) {
    const words = wordsFor(role).filter(name => isBegun(`${name}:`))
    return words.map(name => ({ term: `${name}:`, finds: plain(wordOf(name)?.finds ?? '') }))
  }
  const record = wordOf(word)
  const known = record ? valuesOf(record, now) : {}
  const chosen = before.split(',')
  return Object.keys(known)
    .filter(value => isBegun(value) && !chosen.includes(value) && record && mayUse(record, value, word, role))
    .map(value => ({ term: `${before}${value}`, finds: known[value] ?? '' }))
}

const mayUse = (record: FilterWord<Condition>, value: string, word: string, role: Role) =>
  isStaff(role) || audienceOf(record.read(value, word)) === 'everybody'

/** What the words of the language say of themselves in the API document is marked up. */
const plain = (finds: string) => finds.replaceAll('`', '')

/** The names of the desk that a value may be. */
export const namesAt = ({ word }: Place): NameSource | null => (word === null ? null : (wordOf(word)?.names ?? null))

/** The text with a name or an offer in its place, and where the cursor goes: behind a space after a whole condition. */
export function withTerm(text: string, { start, end }: Place, term: string): { text: string; cursor: number } {
  const isWhole = !term.endsWith(':')
  const rest = text.slice(end)
  const written = `${text.slice(0, start)}${isWhole ? quoteValue(term) : term}`
  const space = isWhole && !rest.startsWith(' ') ? ' ' : ''
  return { text: `${written}${space}${rest}`, cursor: written.length + (isWhole ? 1 : 0) }
}
