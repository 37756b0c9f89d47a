/** Numbers that look random and are the same with every run. */
export type Random = {
  /** From 0 up to, without, 1. */
  next(): number
  /** A whole number from 0 up to, without, `below`. */
  below(below: number): number
  isOneIn(share: number): boolean
  pick<T>(items: readonly T[]): T
  /** Zipf's law: the first place comes twice as often as the second, and so on; from 0 up to, without, `places`. */
  place(places: number): number
  /** Lognormal around `median`: most are near it, a few are many times as long. */
  spread(median: number, sigma: number): number
}

/** The generator sfc32 of Chris Doty-Humphrey's PractRand. */
export function createRandom(seed: number): Random {
  const next = sfc32(seed)
  const below = (limit: number) => Math.floor(next() * limit)
  return {
    next,
    below,
    isOneIn: share => next() < share,
    pick: items => items[below(items.length)] as (typeof items)[number],
    place: places => Math.min(places - 1, Math.floor((places + 1) ** next()) - 1),
    spread(median, sigma) {
      // Box and Muller: https://en.wikipedia.org/wiki/Box–Muller_transform
      const normal = Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())
      return median * Math.exp(sigma * normal)
    },
  }
}

function sfc32(seed: number): () => number {
  let [a, b, c, counter] = [seed | 0, 0x9e3779b9 | 0, 0x243f6a88 | 0, 1]
  const next = () => {
    const sum = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + sum) | 0
    return (sum >>> 0) / 0x1_0000_0000
  }
  for (let round = 0; round < 15; round += 1) next()
  return next
}
