/** Repeatable random numbers: a seed always gives the same plan. */
export type Random = {
  /** From 0 up to, but not including, 1. */
  next(): number
  between(low: number, high: number): number
  pick<T>(list: readonly T[]): T
  isTrue(chance: number): boolean
  shuffle<T>(list: readonly T[]): T[]
}

/** mulberry32: small, fast, and good enough to choose faults. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
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
