/** How many parts of names one search may look for; what it leaves out with a minus counts too. */
export const maxSearchTerms = 5

const shortest = 3
/** Of Chinese, Japanese and Korean, where two characters are a word. */
const shortestCjk = 2
const cjk = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u

/** Shorter text is in nearly every name, and no index finds it. Only letters and digits count, as in the index. */
export function isSearchable(text: string): boolean {
  const letters = text.normalize('NFC').match(/[\p{L}\p{N}\p{M}]/gu)?.length ?? 0
  return letters >= (cjk.test(text) ? shortestCjk : shortest)
}

export const tooShortReason = `write at least ${shortest} letters or digits (${shortestCjk} in Chinese, Japanese or Korean)`
