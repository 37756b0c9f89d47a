import type { WorkerEvents } from 'graphile-worker'

/** Longer than Postgres takes in any state of health, and less than the system needs to give up a silent connection. */
const longestAnswerMs = 10_000

/**
 * Resolves where a job may be locked that no worker has, or the library says that it is ending.
 * Where the library cannot write down how a job ended it shuts itself down, and may wait for its own end without a limit.
 * Postgres may have locked a job although its answer was lost with the connection. About some broken connections the
 * library says nothing and asks again: it takes long until they are known to be broken.
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
    // Where this process was busy itself, the answer may be here, unread.
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
