import { setTimeout as wait } from 'node:timers/promises'

/** Longer than the work of either case. */
const minimumMs = 250

/** Runs the work and returns after a fixed minimum time, to prevent timing attacks. */
export async function inConstantTime(work: () => Promise<unknown>): Promise<void> {
  const pause = wait(minimumMs)
  await work()
  await pause
}
