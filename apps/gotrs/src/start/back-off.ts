const shortest = 500
const longest = 30_000
const calm = 60_000

/** Twice as long after each failure, capped, and short again after a calm minute. */
export function backOff(now: () => number = Date.now): { next(): number } {
  let delay = shortest
  let last = Number.NEGATIVE_INFINITY
  return {
    next() {
      delay = now() - last > delay + calm ? shortest : Math.min(delay * 2, longest)
      last = now()
      return delay
    },
  }
}
