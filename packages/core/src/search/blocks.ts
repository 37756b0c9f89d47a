/**
 * A row says in its vector which blocks of numbers it is in, so that the index of words finds "this word, among the rows
 * from here to there" without reading the others. `§` is in no word that people write.
 */
const levels = [
  { mark: '§a', bits: 12 },
  { mark: '§b', bits: 16 },
  { mark: '§c', bits: 20 },
] as const
const smallest = levels[0]
const maxBlocks = 16

const blockOf = (n: number, bits: number): number => Math.floor(n / 2 ** bits)

export const blocksOf = (n: number): string[] => levels.map(({ mark, bits }) => mark + blockOf(n, bits))

/** Rows from number `from`, which is included, and the query for them; null for all there are. */
export type Window = { from: number; query: string | null }

/** About `width` numbers below `before`, in whole blocks; the last one that is included may reach beyond `before`. */
export function windowBelow(before: number, width: number): Window {
  if (width >= before) return { from: 0, query: null }
  const { mark, bits } = levels.findLast(level => 2 ** level.bits * 2 <= width) ?? smallest
  const last = blockOf(before - 1, bits)
  const count = Math.min(maxBlocks, Math.max(1, Math.floor(width / 2 ** bits)), last + 1)
  const blocks = Array.from({ length: count }, (_, at) => `'${mark}${last - at}'`)
  return { from: (last - count + 1) * 2 ** bits, query: `(${blocks.join(' | ')})` }
}
