import { DeskError } from '@gotrs/contract/errors'
import { commonPasswords, commonWords } from './common-passwords.ts'

/** The name and address of the person, which must not be most of the password. */
export type Owner = { name?: string | undefined; email?: string | undefined }

/**
 * Rejects passwords that attackers guess early: well-known ones, and those that consist mostly of common words, rows of the
 * keyboard, repetition, years, or the owner's own name (NIST SP 800-63B, 3.1.1.2).
 * @throws DeskError `password_too_common`
 */
export function requireUncommonPassword(password: string, owner: Owner): void {
  const folded = fold(password)
  const isCommon =
    commonPasswords.has(folded.replace(/[^\p{L}\p{N}]/gu, '')) ||
    new Set(folded).size < 5 ||
    repeatsShortUnit(folded) ||
    countGuesses(folded, wordsOf(owner)) < minGuesses
  if (isCommon) throw new DeskError('password_too_common')
}

/** How many parts somebody has to guess: a known word or row counts as one part, any other character too. */
const minGuesses = 6

/** Attackers try capitals, and signs for letters, first. */
const fold = (password: string) =>
  password
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[@$!|]/g, mark => ({ '@': 'a', $: 's', '!': 'i', '|': 'l' })[mark] ?? mark)

const asLetter: Record<string, string> = { '0': 'o', '1': 'i', '3': 'e', '4': 'a', '5': 's', '7': 't', '8': 'b' }
const unleet = (text: string) => text.replace(/[0134578]/g, digit => asLetter[digit] ?? digit)

function wordsOf({ name = '', email = '' }: Owner): string[] {
  const local = email.slice(0, Math.max(0, email.lastIndexOf('@')))
  const parts = [email, local, name, ...name.split(/[^\p{L}\p{N}]+/u), ...local.split(/[^\p{L}\p{N}]+/u)]
  return [...new Set(parts.map(fold).filter(part => part.length >= 3))]
}

function repeatsShortUnit(text: string): boolean {
  const unit = (text + text).indexOf(text, 1)
  return unit < text.length && unit <= 8
}

function countGuesses(text: string, ownWords: string[]): number {
  const spelled = unleet(text)
  const own = ownWords.map(unleet)
  let guesses = 0
  for (let at = 0; at < text.length; guesses += 1) {
    at += Math.max(1, wordAt(spelled, at, own), runAt(text, at), yearAt(text, at))
  }
  return guesses
}

const spelledWords = [...new Set(commonWords.map(unleet))]

/** The length of the longest known word that starts here, or 0. */
function wordAt(text: string, at: number, own: string[]): number {
  let longest = 0
  for (const word of [...own, ...spelledWords]) {
    if (word.length > longest && text.startsWith(word, at)) longest = word.length
  }
  return longest
}

const rows = [
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890',
  'qwertyuiop[]',
  "asdfghjkl;'",
  'zxcvbnm,./',
  'qwertzuiopü',
  'azertyuiop',
]
const columns = ['1qaz', '2wsx', '3edc', '4rfv', '5tgb', '6yhn', '7ujm', 'qaz', 'wsx', 'edc', '1q2w3e4r5t6y7u8i9o0p']
const backwards = (text: string) => [...text].reverse().join('')
const tracks = [...rows, ...columns].flatMap(track => [track, backwards(track)])

/** The length of a run that starts here: one character again and again, or three and more along a row. 0 without one. */
function runAt(text: string, at: number): number {
  let same = 1
  while (text[at + same] === text[at]) same += 1
  let longest = same >= 2 ? same : 0
  for (const track of tracks) {
    const from = track.indexOf(text.slice(at, at + 3))
    if (from < 0 || at + 3 > text.length) continue
    let length = 3
    while (from + length < track.length && text[at + length] === track[from + length]) length += 1
    longest = Math.max(longest, length)
  }
  return longest
}

const yearAt = (text: string, at: number) => (/^(19|20)\d\d/.test(text.slice(at, at + 4)) ? 4 : 0)
