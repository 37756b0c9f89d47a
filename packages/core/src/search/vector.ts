import { createHash } from 'node:crypto'
import { maxIndexedWords, placedWords, wordsInOrder } from '@gotrs/contract/search/words'

/** Postgres keeps no later position (`MAXENTRYPOS`), and as many of one word. */
const maxPosition = 16_383
const maxPositions = 255
/** A vector has less than a megabyte. */
const maxBytes = 700_000
/** Between two texts, so that no phrase goes over from one to the next. */
const gap = 10

/** The text of a `tsvector`: the words of the texts, and marks that no text contains. */
export function vectorOf(texts: readonly string[], marks: readonly string[] = []): string {
  const positions = new Map<string, number[]>()
  let start = 1
  let bytes = 0
  for (const text of texts) {
    const words = placedWords(text, maxIndexedWords)
    for (const { word, at } of words) {
      const known = positions.get(word)
      bytes += known ? 2 : Buffer.byteLength(word) + 8
      if (bytes > maxBytes) break
      const position = Math.min(start + at, maxPosition)
      if (!known) positions.set(word, [position])
      else if (known.length < maxPositions && known.at(-1) !== position) known.push(position)
    }
    start += (words.at(-1)?.at ?? 0) + gap
  }
  const words = [...positions].map(([word, at]) => `'${word}':${at.join(',')}`)
  return [...words, ...marks.map(mark => `'${mark}'`)].join(' ')
}

/** A mark of the whole subject: who pastes it finds its ticket, whatever is in it. Null where it has no words. */
export function subjectMark(subject: string): string | null {
  const words = wordsInOrder(subject)
  if (words.length === 0) return null
  return `§t${createHash('sha256').update(words.join(' ')).digest('hex').slice(0, 16)}`
}
