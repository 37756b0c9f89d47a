import type { Kernel } from '@gotrs/core/kernel/kernel'

export type Loop = {
  /** Goes on at once rather than at the end of its rest. */
  wake(): void
  /** Returns when the round in hand is done. */
  stop(): Promise<void>
}

const shortestMs = 500
const longestMs = 5_000

/**
 * Runs `round` again and again: it says how long to rest. What it throws is logged, and the rest grows, with jitter, up
 * to five seconds or `longest`: a database that is away is found again soon, without anybody's help.
 */
export function createLoop(
  kernel: Pick<Kernel, 'log'>,
  name: string,
  round: (isStopping: () => boolean) => Promise<number>,
  longest = longestMs,
): Loop {
  let isStopping = false
  let failures = 0
  let endRest = () => {}
  const rest = (milliseconds: number) =>
    new Promise<void>(resolve => {
      const timer = setTimeout(resolve, milliseconds)
      endRest = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  const run = async () => {
    while (!isStopping) {
      const began = performance.now()
      const milliseconds = await round(() => isStopping).then(
        asked => {
          failures = 0
          return asked
        },
        error => {
          // A round that went well for long, as those do that end by a failure only, has nothing to do with the one before.
          failures = performance.now() - began > longest ? 1 : failures + 1
          kernel.log.warn({ err: error }, `${name}: something failed and is tried again`)
          return backOff(failures, longest)
        },
      )
      if (!isStopping) await rest(milliseconds)
    }
  }
  const running = run()
  return {
    wake: () => endRest(),
    async stop() {
      isStopping = true
      endRest()
      await running
    },
  }
}

/** Twice as long each time, `longest` at the most, a fifth to either side. */
export function backOff(failures: number, longest = longestMs): number {
  const delay = Math.min(shortestMs * 2 ** Math.min(failures - 1, 20), longest)
  return Math.round(delay * (0.8 + 0.4 * Math.random()))
}
