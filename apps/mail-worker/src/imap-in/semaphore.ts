/** Lets a limited number work at a time; the others wait in the order of arrival. */
type Semaphore = {
  /** Returns the function that releases it. @throws the reason of `signal` if it aborts first */
  acquire(signal: AbortSignal): Promise<() => void>
}

export function createSemaphore(count: number): Semaphore {
  const waiting: (() => void)[] = []
  let free = count
  const release = () => {
    const next = waiting.shift()
    if (next) next()
    else free += 1
  }
  return {
    async acquire(signal) {
      signal.throwIfAborted()
      if (free > 0) free -= 1
      else await untilCalled(waiting, signal)
      return release
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
