import type { Kernel } from '@gotrs/core/kernel/kernel'
import { type HandOver, maxAtOnce, startDueMails } from '@gotrs/core/outbound/send'
import { createLoop, type Loop } from './loop.ts'

const restMs = 1_000

/**
 * Sends what is due, a few mails at a time: one that a slow server takes for minutes keeps one place and no more. A stop waits
 * for the recipient in hand; the others of that mail are due for the next process.
 */
export function startOutbox(kernel: Kernel, handOver: HandOver): Loop {
  const inHand = new Set<Promise<void>>()
  const follow = (sending: Promise<void>) => {
    const followed = sending
      .catch(error => kernel.log.error({ err: error }, 'what came of a mail was not written down'))
      .finally(() => {
        inHand.delete(followed)
        // The next one of the same ticket may have waited for it.
        loop.wake()
      })
    inHand.add(followed)
  }
  const loop = createLoop(kernel, 'the outbox', async isStopping => {
    while (!isStopping()) {
      if (inHand.size === maxAtOnce) await Promise.race(inHand)
      const sends = await startDueMails(kernel, handOver, maxAtOnce - inHand.size, isStopping)
      sends.forEach(follow)
      if (sends.length === 0) break
    }
    return restMs
  })
  return {
    wake: loop.wake,
    async stop() {
      await loop.stop()
      await Promise.all(inHand)
    },
  }
}
