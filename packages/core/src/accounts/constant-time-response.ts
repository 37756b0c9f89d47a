import { setTimeout as wait } from 'node:timers/promises'

/** Long enough for what is done in either case. */
const floorMs = 250

/** Runs the work and returns after a fixed minimum time, to prevent timing attacks. */
export async function inConstantTime(work: () => Promise<unknown>): Promise<void> {
  const pause = wait(floorMs)
  await work()
  await pause
}
