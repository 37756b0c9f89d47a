import { systemActor } from '@gotrs/core/kernel/actor'
import type { Kernel } from '@gotrs/core/kernel/kernel'
import { ensureFirstQueue } from '@gotrs/core/queues/ensure-first-queue'
import { createLoop, type Loop } from './loop.ts'

// Done is done; where somebody has emptied the database meanwhile, it is found within the hour.
const restMs = 60 * 60_000

/** What a new desk needs before it can take a ticket. Tried again while the database is away. */
export function startSetup(kernel: Kernel): Loop {
  return createLoop(kernel, 'the first queue', async () => {
    await kernel.run(systemActor('setup'), ensureFirstQueue)
    return restMs
  })
}
