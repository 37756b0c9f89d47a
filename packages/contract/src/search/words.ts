/** A word of a text and its position, counted from 0. Two words at one position are two spellings of it. */
export type PlacedWord = { word: string; at: number }

/** What search looks at of one text: longer texts are found by their beginning. */
export const maxIndexedWords = 16_000
const maxWordLength = 64
/** Of a word with hyphens or apostrophes, which is also found without them: `e-mail` as `email`. */
const maxJoinedLength = 40

const marks = /[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u064b-\u065f]/g
/** More marks on one letter than any language has: to put them in order takes the square of their number (UAX 15). */
const extraMarks = /(\p{M}{30})\p{M}+/gu
const invisible = /[\u00ad\u200b-\u200d\u2060\ufeff]/g
const letters: Readonly<Record<string, string>> = {
  ß: 'ss',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ħ: 'h',
  æ: 'ae',
  œ: 'oe',
  ı: 'i',
  ς: 'σ',
}
const special = new RegExp(`[${Object.keys(letters).join('')}]`, 'g')
const isPlain = /^[\t-\r -~]*$/

/** The same letters for every spelling: lower case, no accents, no invisible characters (Unicode TR15, NFKD then NFC). */
export function foldLetters(text: string): string {
  if (isPlain.test(text)) return text.toLowerCase()
  const wellFormed = text.toWellFormed().replace(extraMarks, '$1')
  const bare = wellFormed.replace(invisible, '').toLowerCase().normalize('NFKD').replace(marks, '').normalize('NFC')
  return bare.replace(special, letter => letters[letter] ?? letter)
}

const letter = String.raw`[\p{L}\p{N}\p{M}]`
const chunks = new RegExp(`${letter}+(?:['’‐‑-]${letter}+)*`, 'gu')
const parts = new RegExp(`${letter}+`, 'gu')
/** Scripts that put no space between words, and Hangul, whose words carry endings. */
const unspaced =
  /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]+/gu

/**
 * The words of a text as search compares them; texts and questions are read by this one function. Text in an unspaced
 * script becomes overlapping pairs of characters.
 */
export function placedWords(text: string, limit = maxIndexedWords): PlacedWord[] {
  const found: PlacedWord[] = []
  let at = 0
  for (const [chunk] of foldLetters(text).matchAll(chunks)) {
    const start = at
    let count = 0
    for (const [part] of chunk.matchAll(parts)) {
      for (const word of splitByScript(part)) {
        found.push({ word: cut(word), at })
        at += 1
        if (at >= limit) return found
      }
      count += 1
    }
    if (count > 1 && chunk.length <= maxJoinedLength) found.push({ word: joined(chunk), at: start })
  }
  return found
}

/** At whole characters. */
const cut = (word: string): string =>
  word.length <= maxWordLength ? word : word.slice(0, maxWordLength).replace(/[\ud800-\udbff]$/, '')

/** The words in their order, without second spellings. */
export function wordsInOrder(text: string, limit = maxIndexedWords): string[] {
  const words: string[] = []
  for (const { word, at } of placedWords(text, limit)) if (at === words.length) words.push(word)
  return words
}

/** The one word that a text with hyphens or apostrophes is without them; null for any other text. */
export function joinedWord(text: string): string | null {
  const [chunk, second] = foldLetters(text).match(chunks) ?? []
  if (chunk === undefined || second !== undefined || chunk.length > maxJoinedLength) return null
  const word = joined(chunk)
  return word === chunk ? null : word
}

export const isPairOfCharacters = (word: string): boolean => new RegExp(unspaced.source, 'u').test(word)

const joined = (chunk: string): string => cut(chunk.replace(/['’‐‑-]/g, ''))

function* splitByScript(part: string): Generator<string> {
  if (isPlain.test(part)) return yield part
  let rest = 0
  for (const run of part.matchAll(unspaced)) {
    if (run.index > rest) yield part.slice(rest, run.index)
    yield* pairsOf(run[0])
    rest = run.index + run[0].length
  }
  if (rest < part.length) yield part.slice(rest)
}

/** `ABC` → `AB`, `BC`, `C`: the last one, so that each character begins a word. */
function* pairsOf(run: string): Generator<string> {
  let before = ''
  for (const character of run) {
    if (before !== '') yield before + character
    before = character
  }
  yield before
}
