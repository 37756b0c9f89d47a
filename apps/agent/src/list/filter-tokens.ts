import { type Token, tokenise } from '@gotrs/contract/filter/tokens'

type Term = Extract<Token, { kind: 'term' }>

/**
 * What the filter as a whole sets `key` to, or null. What is negated, in brackets or beside an OR doesn't count.
 * `among`: other values of the key mean something else and don't count either.
 */
export function filterValue(q: string, key: string, among?: readonly string[]): string | null {
  return spansOf(q)?.find(span => sets(span, key, among))?.term?.value ?? null
}

/** The filter with `key` set to `value` (null: taken out); everything else is left as it was typed. */
export function withFilter(q: string, key: string, value: string | null, among?: readonly string[]): string {
  const term = value === null ? [] : [`${key}:${quoteValue(value)}`]
  const spans = spansOf(q)
  // A filter with an OR at the top level is narrowed as a whole. An invalid filter stays, with an error.
  if (!spans) return [hasTopLevelOr(q) ? `(${q})` : q, ...term].filter(Boolean).join(' ')
  const place = spans.findIndex(span => sets(span, key, among))
  const rest = spans.filter(span => !sets(span, key, among)).map(span => span.raw)
  rest.splice(place < 0 ? rest.length : place, 0, ...term)
  return rest.join(' ')
}

/** A value with white space or characters of the language is quoted; a quote itself cannot be written. */
export function quoteValue(value: string): string {
  return /^[^\s"()]+$/.test(value) ? value : `"${value.replaceAll('"', ' ').trim()}"`
}

/** `#1042` or `1042` typed into the search box names a ticket. */
export function ticketNumberOf(text: string): number | null {
  const found = /^#?(\d{1,9})$/.exec(text.trim())
  return found ? Number(found[1]) : null
}

type Span = { raw: string; term: Term | null }

const sets = ({ term }: Span, key: string, among: readonly string[] | undefined): boolean =>
  term?.field === key && (!among || among.includes(term.value))

/** The filter cut at its top level: plain terms, and the rest (negations, brackets) as it is. Null where it can't be cut. */
function spansOf(q: string): Span[] | null {
  const tokens = readTokens(q)
  if (!tokens || hasTopLevelOr(q)) return null
  const starts = topLevelStarts(tokens)
  return starts.map((start, index) => {
    const token = tokens[start]
    const raw = q.slice(token?.at, tokens[starts[index + 1] ?? tokens.length]?.at).trim()
    return { raw, term: token?.kind === 'term' ? token : null }
  })
}

/** The start of each part at depth 0 without a minus before it. */
function topLevelStarts(tokens: Token[]): number[] {
  const starts: number[] = []
  let depth = 0
  for (const [index, token] of tokens.entries()) {
    if (token.kind === 'close') depth -= 1
    else if (depth === 0 && tokens[index - 1]?.kind !== 'minus') starts.push(index)
    if (token.kind === 'open') depth += 1
  }
  return starts
}

function hasTopLevelOr(q: string): boolean {
  const tokens = readTokens(q) ?? []
  return topLevelStarts(tokens).some(start => tokens[start]?.kind === 'or')
}

function readTokens(q: string): Token[] | null {
  try {
    return tokenise(q)
  } catch {
    return null
  }
}
