const MAX_SUBJECT = 500
const MAX_TOKEN = 40
const MAX_TOKENS = 3

/** `[VEND-55667]`, `[#123]`, `[ticket:42]`; `(Case 0012)`; `##9912##`; `ref:_00D5f.5003A:ref`. Each with a digit. */
const SHAPES: readonly RegExp[] = [
  /\[[\p{L}\p{N} #:._/-]{2,38}\]/gu,
  /\((?:case|ticket|request|incident|issue|ref|vorgang|fall|anfrage|dossier|caso)[ #:.-]{1,3}[A-Za-z0-9-]{1,28}\)/gi,
  /##[ -]{0,2}[A-Za-z0-9-]{1,30}[ -]{0,2}##/g,
  /\bref:[A-Za-z0-9_!.]{8,32}:ref\b/g,
]

/**
 * The tokens by which another ticket system recognises its ticket, in the subject of its mail. An answer without
 * them would start a new ticket there. `isOurs`: our own ticket numbers mean nothing to the other system.
 */
export function foreignTokens(subject: string, isOurs: (ticketNumber: number) => boolean): string[] {
  const head = subject.slice(0, MAX_SUBJECT)
  const found = SHAPES.flatMap(shape => [...head.matchAll(shape)])
    .toSorted((one, other) => one.index - other.index)
    .map(([token]) => token)
  const theirs = found.filter(it => /\p{N}/u.test(it) && it.length <= MAX_TOKEN && !isOurs(numberIn(it)))
  return [...new Set(theirs)].slice(0, MAX_TOKENS)
}

/** The number of a token in the form of our subjects, `[#1042]` or `[ticket #1042]`. */
const numberIn = (token: string): number =>
  Number(/^\[(?:(?:ticket|case|request)[ :]?)?#(\d{1,15})\]$/i.exec(token)?.[1] ?? Number.NaN)

/** The subject with each token once. */
export const withTokens = (subject: string, tokens: readonly string[]): string =>
  [subject, ...tokens.filter(it => !subject.includes(it))].join(' ')
