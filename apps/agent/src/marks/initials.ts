/** One sign of these scripts is as wide as two letters, and often a whole name. */
const wideScript = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u

/** A person in two letters: the first ones of the first and the last word of the name. */
export function initialsOf(name: string): string {
  const words = name
    .replace(/@.*/, '')
    .split(/[\s._-]+/)
    .flatMap(word => word.match(/[\p{L}\p{N}]/u)?.[0] ?? [])
  const [first = '?', ...rest] = words
  if (wideScript.test(first)) return first
  return (first + (rest.at(-1) ?? '')).toUpperCase()
}

/** The same hue for the same person on every screen. */
export function hueOf(id: string): number {
  let hash = 0
  for (const letter of id) hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) % 360_360
  return hash % 360
}
