import { isStaff, type Role } from '../roles.ts'
import { audienceOf } from './fields.ts'
import { wordOf, wordsFor } from './words.ts'

/** The filter with the word before the cursor completed: every way in which that role may go on from it. */
export function completionsOf(text: string, cursor: number, role: Role): { text: string; finds: string }[] {
  const typed = typedBefore(text.slice(0, cursor))
  if (typed === '') return []
  const start = text.slice(0, cursor - typed.length)
  return candidates(typed.toLowerCase(), role)
    .filter(({ term }) => term.startsWith(typed.toLowerCase()) && term !== typed)
    .map(({ term, finds }) => ({ text: `${start}${term}${text.slice(cursor)}`, finds }))
}

/** The text between the cursor and white space, a bracket or a minus; nothing inside a phrase. */
function typedBefore(text: string): string {
  const isInPhrase = text.split('"').length % 2 === 0
  return isInPhrase ? '' : (/(?:^|[\s()])-?([^\s()"]*)$/.exec(text)?.[1] ?? '')
}

function candidates(typed: string, role: Role): { term: string; finds: string }[] {
  const [name = '', value] = typed.split(':')
  const words = wordsFor(role)
  if (value === undefined) return words.map(word => ({ term: `${word}:`, finds: wordOf(word)?.finds ?? '' }))
  const word = words.includes(name) ? wordOf(name) : undefined
  return (word?.values ?? [])
    .filter(known => isStaff(role) || (word && audienceOf(word.read(known, name)) === 'everybody'))
    .map(known => ({ term: `${name}:${known}`, finds: '' }))
}
