import type { Kernel } from '@gotrs/core/kernel/kernel'
import { createLoop, type Loop } from './loop.ts'

const checkMs = 60_000

const changes = new Set<string>(['mailbox.created', 'mailbox.updated', 'mailbox.connected'])

/** Wakes the readers when somebody creates, updates or connects a mailbox. If a notice is lost, they poll after half a minute. */
export function watchSettings(kernel: Kernel, readers: Loop): Loop {
  let subscription: { stop(): Promise<void> } | null = null
  const loop = createLoop(kernel, 'live notices', async () => {
    // If the first connection fails, it leaves a listener that cannot be stopped: check the database first.
    await kernel.pool.query('select 1')
    subscription ??= await kernel.bus.subscribe(
      notice => {
        if (notice.hints?.some(hint => changes.has(hint.type))) readers.wake()
      },
      () => readers.wake(),
    )
    return checkMs
  })
  return {
    wake: loop.wake,
    async stop() {
      await loop.stop()
      await subscription?.stop()
    },
  }
}
