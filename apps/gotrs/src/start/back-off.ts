const shortest = 500
const longest = 30_000
const calm = 60_000

/** Doubles after each failure up to a maximum, and starts again after a minute without one. */
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
