import type { Phrase } from './phrase.ts'
import { foldLetters, isPairOfCharacters, placedWords } from './words.ts'

/** A part of a text; `marks` say which characters of it were looked for, from `start` to before `end`. */
export type Excerpt = { text: string; marks: { start: number; end: number }[] }

const before = 16
const length = 220
const maxMarks = 20

type Piece = { word: string; start: number; end: number }

/** The part of a text in which one of the phrases is; its beginning where none is found. White space becomes one space. */
export function excerptOf(text: string, phrases: readonly Phrase[]): Excerpt {
  const plain = text.replace(/\s+/g, ' ').trim()
  const marks = marksIn(piecesOf(plain), phrases)
  const from = startOf(plain, marks[0]?.start ?? 0)
  const to = Math.min(plain.length, from + length)
  const shown = marks.filter(({ start, end }) => start >= from && end <= to).slice(0, maxMarks)
  const lead = from > 0 ? '…' : ''
  return {
    text: `${lead}${plain.slice(from, to).toWellFormed()}${to < plain.length ? '…' : ''}`,
    marks: shown.map(({ start, end }) => ({ start: start - from + lead.length, end: end - from + lead.length })),
  }
}

/** A text as a whole, with the phrases in it. */
export function markedText(text: string, phrases: readonly Phrase[], most = maxMarks): Excerpt {
  return { text, marks: marksIn(piecesOf(text), phrases).slice(0, most) }
}

/** The beginning of a word, some characters before the first mark. */
function startOf(text: string, first: number): number {
  if (first <= before) return 0
  const space = text.indexOf(' ', first - before)
  return space < 0 || space >= first ? first - before : space + 1
}

function marksIn(pieces: readonly Piece[], phrases: readonly Phrase[]): { start: number; end: number }[] {
  const marks: { start: number; end: number }[] = []
  for (let at = 0; at < pieces.length; at += 1) {
    const fitting = phrases.find(phrase => fits(pieces, at, phrase))
    const first = pieces[at]
    const last = pieces[at + (fitting?.words.length ?? 1) - 1]
    if (!fitting || !first || !last) continue
    const before = marks.at(-1)
    if (before && before.end > first.start) before.end = Math.max(before.end, last.end)
    else marks.push({ start: first.start, end: last.end })
  }
  return marks
}

const fits = (pieces: readonly Piece[], at: number, { words, isPrefix }: Phrase): boolean =>
  words.every((word, offset) => {
    const found = pieces[at + offset]?.word
    return isPrefix && offset === words.length - 1 ? found?.startsWith(word) : found === word
  })

const chunk = /[\p{L}\p{N}\p{M}\u00ad\u200b-\u200d]+/gu

/** The words of a text with where they are in it. */
function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = []
  for (const { 0: found, index } of text.matchAll(chunk)) {
    if (isPairOfCharacters(foldLetters(found))) pieces.push(...pairsIn(found, index))
    else pieces.push({ word: placedWords(found)[0]?.word ?? '', start: index, end: index + found.length })
  }
  return pieces
}

/** Pairs of characters, as the index has them. */
function pairsIn(run: string, index: number): Piece[] {
  const pieces: Piece[] = []
  let start = index
  const characters = [...run]
  for (const [at, character] of characters.entries()) {
    const next = characters[at + 1] ?? ''
    pieces.push({ word: foldLetters(character + next), start, end: start + character.length + next.length })
    start += character.length
  }
  return pieces
}
