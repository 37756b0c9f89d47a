import { systemActor } from '@gotrs/core/kernel/actor'
import type { Kernel } from '@gotrs/core/kernel/kernel'
import { ensureFirstQueue } from '@gotrs/core/queues/ensure-first-queue'
import { createLoop, type Loop } from './loop.ts'

// Usually done once; a database that somebody emptied meanwhile is set up again within the hour.
const restMs = 60 * 60_000

/** Creates what a new desk needs before its first ticket. Retries while the database is unavailable. */
export function startSetup(kernel: Kernel): Loop {
  return createLoop(kernel, 'the first queue', async () => {
    await kernel.run(systemActor('setup'), ensureFirstQueue)
    return restMs
  })
}
