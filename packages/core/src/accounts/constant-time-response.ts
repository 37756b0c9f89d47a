import { setTimeout as wait } from 'node:timers/promises'

/** Long enough for what is done in either case. */
const floorMs = 250

/** Does the work and answers no sooner than after a fixed time, so that the pace tells nothing of what was found. */
export async function inConstantTime(work: () => Promise<unknown>): Promise<void> {
  const pause = wait(floorMs)
  await work()
  await pause
}
