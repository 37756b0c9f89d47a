/** Lets a limited number work at a time; the others wait in the order in which they came. */
type Turns = {
  /** Returns a function to call at the end of the turn. @throws the reason of `signal` if it aborts first */
  take(signal: AbortSignal): Promise<() => void>
}

export function createTurns(count: number): Turns {
  const waiting: (() => void)[] = []
  let free = count
  const end = () => {
    const next = waiting.shift()
    if (next) next()
    else free += 1
  }
  return {
    async take(signal) {
      signal.throwIfAborted()
      if (free > 0) free -= 1
      else await untilCalled(waiting, signal)
      return end
    },
  }
}

function untilCalled(waiting: (() => void)[], signal: AbortSignal): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const onAbort = () => {
    waiting.splice(waiting.indexOf(call), 1)
    reject(signal.reason)
  }
  const call = () => {
    signal.removeEventListener('abort', onAbort)
    resolve()
  }
  signal.addEventListener('abort', onAbort, { once: true })
  waiting.push(call)
  return promise
}
