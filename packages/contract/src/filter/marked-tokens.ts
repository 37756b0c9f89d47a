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

function errorIn(field: string, value: string): string | null {
  try {
    wordOf(field)?.read(value, field)
    return null
  } catch (error) {
    if (!(error instanceof DeskError)) throw error
    return String(error.params.reason)
  }
}
