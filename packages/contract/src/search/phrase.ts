import { isPairOfCharacters, joinedWord, type PlacedWord, wordsInOrder } from './words.ts'

/** What somebody looks for: these words one after the other. `isPrefix`: the last one may go on. */
export type Phrase = { words: string[]; isPrefix: boolean }

const maxPhraseWords = 30
/** Shorter beginnings are in nearly every text: such a word is looked for as it is. */
const shortestPrefix = 3

/** The spellings of a term; none where it has no letter and no digit. `isExact`: it was written in quotation marks. */
export function phrasesOf(term: string, isExact: boolean): Phrase[] {
  const words = wordsInOrder(term, maxPhraseWords)
  const last = words.at(-1)
  if (last === undefined) return []
  // The pairs of a run end with its last character, which in the text may be followed by another one.
  const isRun = isPairOfCharacters(last)
  const isInRun = isRun && words.length > 1 && [...last].length === 1 && isPairOfCharacters(words.at(-2) ?? '')
  const asked = isInRun ? words.slice(0, -1) : words
  const isPrefix = isRun ? !isInRun : !isExact && last.length >= shortestPrefix
  const joined = joinedWord(term)
  return [{ words: asked, isPrefix }, ...(joined ? [{ words: [joined], isPrefix }] : [])]
}

/** Does the text have the phrase? As the index of the database does. */
export function hasPhrase(text: readonly PlacedWord[], { words, isPrefix }: Phrase): boolean {
  const at = new Map<number, string[]>()
  for (const placed of text) at.set(placed.at, [...(at.get(placed.at) ?? []), placed.word])
  const fits = (word: string, asked: number) =>
    isPrefix && asked === words.length - 1 ? word.startsWith(words[asked] ?? '') : word === words[asked]
  return text.some(first => words.every((_, asked) => (at.get(first.at + asked) ?? []).some(word => fits(word, asked))))
}
