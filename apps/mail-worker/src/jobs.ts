import type { Desk } from '@gotrs/core/desk'
import { createLoop, type Loop } from './loop.ts'

const concurrency = 4

/** Runs the jobs of the desk. Where the runner ends by itself, because Postgres went away, another one is started. */
export function startJobRunner(desk: Desk, ready: Promise<void>): Loop {
  const { promise: stopped, resolve: stopAll } = Promise.withResolvers<void>()
  const loop = createLoop(desk, 'the jobs', async isStopping => {
    await Promise.race([ready, stopped])
    if (isStopping()) return 0
    const runner = await desk.startJobs(concurrency)
    const ended = runner.ended.then(
      () => null,
      error => error,
    )
    await Promise.race([ended, stopped])
    await runner.stop().catch(() => {})
    const error = await ended
    if (isStopping()) return 0
    throw error ?? new Error('The runner of jobs ended by itself.')
  })
  return {
    wake: loop.wake,
    async stop() {
      const stopping = loop.stop()
      stopAll()
      await stopping
    },
  }
}
