import type { Kernel } from '@gotrs/core/kernel/kernel'

export type Loop = {
  /** Continues at once instead of at the end of its pause. */
  wake(): void
  /** Resolves when the current round is done. */
  stop(): Promise<void>
}

const shortestMs = 500
const longestMs = 5_000

/**
 * Runs `round` repeatedly; it returns how long to pause. Logs what it throws, and retries after a pause that grows, with
 * jitter, up to five seconds or `longest`, so that the loop soon finds a database that is available again.
 */
export function createLoop(
  kernel: Pick<Kernel, 'log'>,
  name: string,
  round: (isStopping: () => boolean) => Promise<number>,
  longest = longestMs,
): Loop {
  let isStopping = false
  let failures = 0
  let endPause = () => {}
  const pause = (milliseconds: number) =>
    new Promise<void>(resolve => {
      const timer = setTimeout(resolve, milliseconds)
      endPause = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  const run = async () => {
    while (!isStopping) {
      const began = performance.now()
      const milliseconds = await round(() => isStopping).then(
        pauseMs => {
          failures = 0
          return pauseMs
        },
        error => {
          // Some rounds end only by a failure: after a long one, the failures before it do not count.
          failures = performance.now() - began > longest ? 1 : failures + 1
          kernel.log.warn({ err: error }, `${name} failed, retrying`)
          return backOff(failures, longest)
        },
      )
      if (!isStopping) await pause(milliseconds)
    }
  }
  const running = run()
  return {
    wake: () => endPause(),
    async stop() {
      isStopping = true
      endPause()
      await running
    },
  }
}

/** Doubles each time up to `longest`, with 20 % jitter. */
export function backOff(failures: number, longest = longestMs): number {
  const delay = Math.min(shortestMs * 2 ** Math.min(failures - 1, 20), longest)
  return Math.round(delay * (0.8 + 0.4 * Math.random()))
}
