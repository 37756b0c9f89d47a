import type { WorkerEvents } from 'graphile-worker'

/** Longer than any working Postgres needs, and shorter than the timeout of the system for a silent connection. */
const longestAnswerMs = 10_000

/**
 * Resolves when a job may be locked that no worker runs, or when the library reports that it is ending.
 * When the library cannot record the end of a job, it shuts itself down and may wait for its own end without a limit.
 * Postgres may have locked a job although its answer was lost with the connection. For some broken
 * connections the library reports nothing and asks again, so it takes long to notice them.
 * Upstream would have to end `runner.promise` in both cases, and bound the time of asking for a job.
 */
export function runnerFailure(events: WorkerEvents, longestMs = longestAnswerMs): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  events.on('pool:gracefulShutdown', () => resolve())
  events.on('pool:fatalError', () => resolve())
  const asking = new Map<string, NodeJS.Timeout>()
  const answered = (workerId: string) => {
    clearTimeout(asking.get(workerId))
    asking.delete(workerId)
  }
  events.on('worker:getJob:start', ({ worker: { workerId } }) => {
    answered(workerId)
    // If this process was busy itself, the answer may have arrived and not be read yet.
    const late = setTimeout(() => setImmediate(() => asking.get(workerId) === late && resolve()), longestMs)
    asking.set(workerId, late.unref())
  })
  events.on('worker:getJob:empty', ({ worker }) => answered(worker.workerId))
  events.on('job:start', ({ worker }) => answered(worker.workerId))
  events.on('worker:getJob:error', ({ worker }) => {
    answered(worker.workerId)
    resolve()
  })
  return promise
}
