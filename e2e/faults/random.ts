import { seededRandom } from '@gotrs/mail/testing/seeded-random'

/** Repeatable random numbers: a seed always gives the same plan. */
export type Random = {
  /** From 0 up to, but not including, 1. */
  next(): number
  between(low: number, high: number): number
  pick<T>(list: readonly T[]): T
  isTrue(chance: number): boolean
  shuffle<T>(list: readonly T[]): T[]
}

export function createRandom(seed: number): Random {
  const next = seededRandom(seed)
  const between = (low: number, high: number) => low + Math.floor(next() * (high - low + 1))
  return {
    next,
    between,
    pick: list => list[between(0, list.length - 1)] as (typeof list)[number],
    isTrue: chance => next() < chance,
    shuffle(list) {
      const left = [...list]
      return list.map(() => left.splice(between(0, left.length - 1), 1)[0] as (typeof list)[number])
    },
  }
}
