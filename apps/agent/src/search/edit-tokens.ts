import type { MarkedToken } from '@gotrs/contract/filter/marked-tokens'

/** A text to which more can be added: what ends a token is the space behind it. */
export const spaced = (text: string) => (text === '' || text.endsWith(' ') ? text : `${text} `)

/** What goes together with a token: the space behind it, or, at the end, the one before it. */
export function removedSpan(text: string, { start, end }: MarkedToken): { start: number; end: number } {
  if (text[end] === ' ') return { start, end: end + 1 }
  return { start: text[start - 1] === ' ' ? start - 1 : start, end }
}
