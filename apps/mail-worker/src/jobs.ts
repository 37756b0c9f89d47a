import { setTimeout as pause } from 'node:timers/promises'
import type { Desk } from '@gotrs/core/desk'
import type { LaneName } from '@gotrs/core/reactions'
import { createLoop, type Loop } from './loop.ts'
import type { Recovery } from './recovery.ts'

/** How many jobs of each lane run at once. Few, because each may hold a large mail in memory. */
const concurrency: Record<LaneName, number> = { filing: 3, rest: 2 }
/** A runner that has lost its database may never end. */
const stopMs = 10_000

export type JobRunner = Loop & {
  /** Another runner takes over; the jobs of the first one return to the queue. */
  restart(): void
}

/** Runs the jobs of one lane. If the runner ends because Postgres is unavailable, starts another one. */
export function startJobRunner(
  desk: Desk,
  recovery: Pick<Recovery, 'addHolder' | 'removeHolder'>,
  lane: LaneName,
): JobRunner {
  let end = () => {}
  const round = async (isStopping: () => boolean) => {
    const { promise: stopRequested, resolve } = Promise.withResolvers<void>()
    end = resolve
    if (isStopping()) return 0
    const runner = await desk.startJobs(concurrency[lane], lane)
    const ended = runner.ended.then(
      () => null,
      error => error,
    )
    try {
      await recovery.addHolder(runner.holder)
      if (!isStopping()) await Promise.race([ended, stopRequested])
    } finally {
      // Jobs that it may still hold after that return to the queue, and another runner runs them again.
      await Promise.race([runner.stop().catch(() => {}), ended.then(() => pause(stopMs))])
      await recovery.removeHolder(runner.holder).catch(() => {})
    }
    const error = await ended
    if (isStopping()) return 0
    throw error ?? new Error('The job runner ended.')
  }
  const loop = createLoop(desk, `the jobs (${lane})`, round)
  return {
    wake: loop.wake,
    restart: () => end(),
    async stop() {
      const stopping = loop.stop()
      end()
      await stopping
    },
  }
}
