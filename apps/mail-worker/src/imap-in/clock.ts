/** The clock of a reader. A test may speed it up or stop it. */
export type Clock = {
  now(): number
  /** Resolves when the time has passed or the signal aborts. */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>
}

export const realClock: Clock = {
  now: () => performance.now(),
  sleep: (milliseconds, signal) =>
    new Promise(resolve => {
      if (signal.aborted) return resolve()
      const timer = setTimeout(done, milliseconds)
      signal.addEventListener('abort', done, { once: true })
      function done() {
        clearTimeout(timer)
        signal.removeEventListener('abort', done)
        resolve()
      }
    }),
}
