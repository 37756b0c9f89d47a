// The list behind docs/style.md: words that no checked text may contain, and what to write instead.

export type WorstWord = { words: RegExp; instead: string }

export const worstWords: WorstWord[] = [
  { words: /\bnone of\b/i, instead: 'no, not any of' },
  { words: /\bsuch as (have|are|is|has|were|was|do)\b/i, instead: 'those that' },
  { words: /\bwho(so)?ever\b/i, instead: 'anyone who, a caller that' },
  { words: /\banew\b/i, instead: 'again' },
  { words: /\bof now\b/i, instead: 'current' },
  { words: /\b(is|are|was|be|been|unless|so) told\b/i, instead: 'say who tells whom: "the server sends …"' },
  { words: /\b(is|are) asked\b/i, instead: 'say who asks whom' },
  { words: /\b(gives?|gave|given|giving) back\b/i, instead: 'returns' },
  { words: /\b(lets?|letting) go of\b/i, instead: 'releases' },
  {
    words: /\b(thereby|therein|thereof|thereupon|hereby|herein|hereof|whereby|wherein|whereof|whereupon)\b/i,
    instead: 'by this, in it',
  },
  { words: /\b(henceforth|hitherto|whence|thence|lest|amongst|whilst|nought|albeit)\b/i, instead: 'an everyday word' },
  { words: /\bit is over\b/i, instead: 'it expired, it ended' },
  { words: /\bcomes? about\b/i, instead: 'happens' },
  { words: /\bfares?\b/i, instead: 'its state, its result' },
  { words: /\bin vain\b/i, instead: 'without success' },
  { words: /\b(is|are|was|were|be|stay|stays|found) away\b/i, instead: 'is unavailable, is offline' },
  {
    words: /\b(tak(e|es|en|ing)|thr(ow|ows|own)|fold(s|ed)?|puts?|giv(e|es|en)|left|moved) away\b/i,
    instead: 'deletes, removes, leaves out',
  },
  { words: /\b(believ(e|es|ed|able)|vouch(es|ed)?)\b/i, instead: 'trusts, is trusted, verifies' },
  { words: /\btwins?\b/i, instead: 'duplicate' },
  { words: /\bdear(er|est)?\b/i, instead: 'expensive, costs more' },
  { words: /\b(says|said) no\b/i, instead: 'rejects, denies' },
  {
    words: /\b(lets?|letting) (it |them |him |somebody |nobody |everybody )?in\b/i,
    instead: 'accepts, authorizes, logs in',
  },
  { words: /\b(this|earlier|the) house\b/i, instead: 'GOTRS, this code, an earlier version' },
  { words: /\bstands\b/i, instead: 'is' },
  { words: /\b(hears?|heard)\b/i, instead: 'receives' },
  { words: /\bdoors?\b/i, instead: 'interface, path, endpoint, login' },
]

export type Finding = { line: number; words: string; instead: string }

/** Every text with the line that it begins on. */
export function findWorstWords(texts: { line: number; text: string }[]): Finding[] {
  return texts.flatMap(({ line, text }) =>
    worstWords.flatMap(({ words, instead }) => {
      const found = words.exec(text)
      if (!found) return []
      return [{ line: line + text.slice(0, found.index).split('\n').length - 1, words: found[0], instead }]
    }),
  )
}
