import type { Kernel } from '@gotrs/core/kernel/kernel'
import { createLoop, type Loop } from './loop.ts'

const checkMs = 60_000

const changes = new Set<string>(['mailbox.saved', 'mailbox.connected'])

/** Wakes the readers when somebody saves a mailbox, or lets the desk into it. A notice that is lost costs half a minute: they look by themselves. */
export function watchSettings(kernel: Kernel, readers: Loop): Loop {
  let subscription: { stop(): Promise<void> } | null = null
  const loop = createLoop(kernel, 'live notices', async () => {
    // A first connection that fails leaves a listener behind that nobody can stop: ask whether the database is there.
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
