import { DeskError } from '../errors.ts'
import type { Role } from '../roles.ts'
import { tokenise } from './tokens.ts'
import { wordOf, wordsFor } from './words.ts'

/** A `field:value` in a filter text, with the minus before it. `error`: what is wrong with its value. */
export type MarkedToken = { start: number; end: number; error: string | null }

/**
 * The parts of a filter text that are conditions on a field, as the desk reads them: beside other text a wrong value is text
 * too, since people paste lines of logs.
 */
export function markedTokens(text: string, role: Role): MarkedToken[] {
  const tokens = tokenise(text)
  const words = new Set(wordsFor(role))
  const hasText = tokens.some(token => token.kind === 'term' && token.field === null)
  return tokens.flatMap((token, index) => {
    if (token.kind !== 'term' || token.field === null || !words.has(token.field)) return []
    const error = errorIn(token.field, token.value)
    if (error !== null && hasText) return []
    const before = tokens[index - 1]
    const isLeftOut = before?.kind === 'minus' && before.at === token.at - 1
    return [{ start: isLeftOut ? before.at : token.at, end: token.end, error }]
  })
}

/**
 * What looks like a condition and is searched as text, once each: of an unknown word (`has:file`), or with a wrong value
 * beside other text. Not what people paste: addresses, times, and a word with its colon alone.
 */
export function textConditions(text: string, role: Role): string[] {
  const tokens = tokenise(text).filter(token => token.kind === 'term')
  const words = new Set(wordsFor(role))
  const hasText = tokens.some(token => token.field === null)
  const found = tokens.filter(({ field, value, isQuoted }) =>
    field === null
      ? !isQuoted && looksLikeCondition.test(value)
      : !words.has(field) || (hasText && errorIn(field, value) !== null),
  )
  return [...new Set(found.map(({ at, end }) => text.slice(at, end)))]
}

const looksLikeCondition = /^[a-z]{2,20}:[\p{L}\p{N}]/u

function errorIn(field: string, value: string): string | null {
  try {
    wordOf(field)?.read(value, field)
    return null
  } catch (error) {
    if (!(error instanceof DeskError)) throw error
    return String(error.params.reason)
  }
}
