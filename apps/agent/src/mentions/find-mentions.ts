export type Colleague = { id: string; name: string }
export type FoundMention = { from: number; to: number; people: Colleague[] }

const WORD = /[\p{L}\p{N}]/u

/** Where a text mentions colleagues by `@` and their whole name. The longest name wins; who share a name are all meant. */
export function findMentions(text: string, colleagues: readonly Colleague[]): FoundMention[] {
  const found: FoundMention[] = []
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    if (at > 0 && WORD.test(text[at - 1] ?? '')) continue
    const named = colleagues.filter(({ name }) => name !== '' && isNamedAt(text, at + 1, name))
    const length = Math.max(0, ...named.map(({ name }) => name.length))
    const people = named.filter(({ name }) => name.length === length)
    if (people.length > 0) found.push({ from: at, to: at + 1 + length, people })
  }
  return found
}

function isNamedAt(text: string, at: number, name: string): boolean {
  const end = at + name.length
  return text.slice(at, end).toLowerCase() === name.toLowerCase() && !WORD.test(text[end] ?? '')
}

/** The ids of all who are mentioned, each once. */
export const mentionedIn = (text: string, colleagues: readonly Colleague[]): string[] => [
  ...new Set(findMentions(text, colleagues).flatMap(({ people }) => people.map(({ id }) => id))),
]

/** What is typed after an `@` at the end of the text, up to two words; null where no name is being typed. */
export const typedName = (before: string): string | null =>
  /(?:^|[^\p{L}\p{N}])@([\p{L}\p{N}.'’-]{0,30}(?: [\p{L}\p{N}.'’-]{0,30})?)$/u.exec(before)?.[1] ?? null
