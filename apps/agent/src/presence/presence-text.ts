import type { Presence } from '@gotrs/contract/presence'

type Shown = Pick<Presence, 'person' | 'state'>

/** "Ben Okafor is writing", "Ana and Ben are viewing"; who writes is said first and alone. */
export function presenceText(present: readonly Shown[]): string {
  const writing = present.filter(({ state }) => state === 'writing')
  const [named, what] = writing.length > 0 ? [writing, 'writing'] : [present, 'viewing']
  const names = named.map(({ person }) => person.name)
  if (names.length === 0) return ''
  const shown = names.length > 2 ? [names[0], `${names.length - 1} others`] : names
  return `${shown.join(' and ')} ${names.length > 1 ? 'are' : 'is'} ${what}`
}
