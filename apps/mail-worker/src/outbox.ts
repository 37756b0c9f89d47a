import type { Kernel } from '@gotrs/core/kernel/kernel'
import { type HandOver, sendDueMails } from '@gotrs/core/outbound/send'
import { createLoop, type Loop } from './loop.ts'

const restMs = 1_000

/** Sends what is due, and looks again a second later. */
export function startOutbox(desk: Kernel, handOver: HandOver): Loop {
  return createLoop(desk, 'the outbox', async isStopping => {
    while (!isStopping() && (await sendDueMails(desk, handOver)) > 0);
    return restMs
  })
}
