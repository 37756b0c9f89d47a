import type { Kernel } from '@gotrs/core/kernel/kernel'
import { deliverDue } from '@gotrs/core/webhooks/deliver'
import { createLoop, type Loop } from './loop.ts'

const restMs = 1_000

/** Sends webhook deliveries that are due. If a process is killed, its leases expire and another one sends them again. */
export function startWebhooks(kernel: Kernel): Loop {
  return createLoop(kernel, 'the webhooks', async isStopping => {
    await deliverDue(kernel, isStopping)
    return restMs
  })
}
