import { hasText } from './limits.ts'
import { parseFilter } from './parse.ts'

/** Does a text that somebody typed look for words? A text that is wrong looks for nothing. */
export function searchesText(q: string): boolean {
  try {
    return hasText(parseFilter(q))
  } catch {
    return false
  }
}
