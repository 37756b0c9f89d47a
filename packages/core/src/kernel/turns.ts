import { DeskError } from '@gotrs/contract/errors'

export type Turns = <T>(work: () => Promise<T>) => Promise<T>

type Bounds = { atOnce: number; maxWaiting: number; patienceMs: number }

/**
 * Runs so many pieces of work at once; the others wait in order. The queue and the wait are bounded: a flood is refused.
 * @throws DeskError `unavailable` from the returned function, before the work has begun
 */
export function createTurns({ atOnce, maxWaiting, patienceMs }: Bounds): Turns {
  const waiting: (() => void)[] = []
  let running = 0
  const begin = async () => {
    if (running < atOnce) {
      running += 1
      return
    }
    if (waiting.length >= maxWaiting) throw new DeskError('unavailable')
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => {
        waiting.splice(waiting.indexOf(go), 1)
        reject(new DeskError('unavailable'))
      }, patienceMs)
      const go = () => {
        clearTimeout(timer)
        resolve()
      }
      waiting.push(go)
    })
  }
  // The next one takes over the place, so that nobody who comes later gets in between.
  const end = () => {
    const next = waiting.shift()
    if (next) next()
    else running -= 1
  }
  return async work => {
    await begin()
    try {
      return await work()
    } finally {
      end()
    }
  }
}
