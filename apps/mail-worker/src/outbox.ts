import type { Kernel } from '@gotrs/core/kernel/kernel'
import { maxAtOnce, type SendCopy, startDueMails } from '@gotrs/core/outbound/send'
import { createLoop, type Loop } from './loop.ts'

const restMs = 1_000

/**
 * Sends mails that are due, a few at a time, so that a slow server blocks only one place. A stop waits for the current
 * recipient; the next process sends to the others of that mail.
 */
export function startOutbox(kernel: Kernel, sendCopy: SendCopy): Loop {
  const inProgress = new Set<Promise<void>>()
  const follow = (sending: Promise<void>) => {
    const followed = sending
      .catch(error => kernel.log.error({ err: error }, 'recording the result of an outgoing mail failed'))
      .finally(() => {
        inProgress.delete(followed)
        // The next mail of the same ticket may have waited for it.
        loop.wake()
      })
    inProgress.add(followed)
  }
  const loop = createLoop(kernel, 'the outbox', async isStopping => {
    while (!isStopping()) {
      if (inProgress.size === maxAtOnce) await Promise.race(inProgress)
      const sends = await startDueMails(kernel, sendCopy, maxAtOnce - inProgress.size, isStopping)
      sends.forEach(follow)
      if (sends.length === 0) break
    }
    return restMs
  })
  return {
    wake: loop.wake,
    async stop() {
      await loop.stop()
      await Promise.all(inProgress)
    },
  }
}
