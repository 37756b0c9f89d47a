/** So many at a time do something; the others wait, and go on in the order in which they came. */
type Turns = {
  /** @throws what `signal` says where it comes first; otherwise returns what to call at the end of the turn. */
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
