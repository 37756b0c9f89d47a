/**
 * Whether `part` occurs in `whole`, in linear time for any text: `includes` takes quadratic time if a text
 * nearly repeats itself. Knuth, Morris and Pratt: https://doi.org/10.1137/0206024
 */
export function contains(whole: string, part: string): boolean {
  if (part.length > whole.length) return false
  if (part.length <= SHORT) return whole.includes(part)
  const borders = bordersOf(part)
  let matched = 0
  for (let at = 0; at < whole.length; at++) {
    const char = whole.charCodeAt(at)
    while (matched > 0 && part.charCodeAt(matched) !== char) matched = borders[matched - 1] ?? 0
    if (part.charCodeAt(matched) === char) matched++
    if (matched === part.length) return true
  }
  return false
}

/** So few letters that comparing them at every place costs little. */
const SHORT = 32

/** For each prefix of the text, the length of its longest proper prefix that is also its suffix. */
function bordersOf(text: string): Int32Array {
  const borders = new Int32Array(text.length)
  let matched = 0
  for (let at = 1; at < text.length; at++) {
    const char = text.charCodeAt(at)
    while (matched > 0 && text.charCodeAt(matched) !== char) matched = borders[matched - 1] ?? 0
    if (text.charCodeAt(matched) === char) matched++
    borders[at] = matched
  }
  return borders
}
