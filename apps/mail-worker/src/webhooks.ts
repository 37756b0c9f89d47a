import type { Kernel } from '@gotrs/core/kernel/kernel'
import { deliverDue } from '@gotrs/core/webhooks/deliver'
import { createLoop, type Loop } from './loop.ts'

const restMs = 1_000

/** Tells webhooks what is due. One that was killed with some in its hands: their lease ends, and they are told again. */
export function startWebhooks(kernel: Kernel): Loop {
  return createLoop(kernel, 'the webhooks', async isStopping => {
    await deliverDue(kernel, isStopping)
    return restMs
  })
}
