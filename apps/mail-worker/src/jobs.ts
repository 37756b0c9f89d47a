import { setTimeout as pause } from 'node:timers/promises'
import type { Desk } from '@gotrs/core/desk'
import type { LaneName } from '@gotrs/core/reactions'
import { createLoop, type Loop } from './loop.ts'
import type { Recovery } from './recovery.ts'

/** How many jobs of each lane run at once. Few, since each may hold a large mail in memory. */
const concurrency: Record<LaneName, number> = { filing: 3, rest: 2 }
/** A runner that has lost its database may never come to its end. */
const stopMs = 10_000

export type JobRunner = Loop & {
  /** Another runner takes over; what the first one held is given back. */
  restart(): void
}

/** Runs the jobs of one lane. Where the runner ends by itself, because Postgres went away, another one is started. */
export function startJobRunner(desk: Desk, recovery: Pick<Recovery, 'vouchFor' | 'forget'>, lane: LaneName): JobRunner {
  let end = () => {}
  const round = async (isStopping: () => boolean) => {
    const { promise: asked, resolve } = Promise.withResolvers<void>()
    end = resolve
    if (isStopping()) return 0
    const runner = await desk.startJobs(concurrency[lane], lane)
    const ended = runner.ended.then(
      () => null,
      error => error,
    )
    try {
      await recovery.vouchFor(runner.holder)
      if (!isStopping()) await Promise.race([ended, asked])
    } finally {
      // What it may still have in hand after that is given back, and done once more by another.
      await Promise.race([runner.stop().catch(() => {}), ended.then(() => pause(stopMs))])
      await recovery.forget(runner.holder).catch(() => {})
    }
    const error = await ended
    if (isStopping()) return 0
    throw error ?? new Error('The runner of jobs ended.')
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
