import { Logger } from 'graphile-worker'
import type { Log } from '../log.ts'

/**
 * The log messages of the library contain error messages, and some the whole job. This logs ids and texts of our own.
 * Upstream would have to pass the facts separately from the message, without the payload.
 */
export function quietLogger(log: Log): Logger {
  return new Logger(() => (level, _message, meta) => {
    const facts = { source: 'jobs', ...factsOf(meta) }
    const isOfTask = meta?.failure === true
    if (level === 'error') log.error(facts, isOfTask ? 'a job failed' : 'the runner of jobs reports an error')
    else if (level === 'warning') log.warn(facts, 'the runner of jobs warns')
  })
}

function factsOf(meta: Record<string, unknown> | undefined) {
  const job = meta?.job as { id?: string; task_identifier?: string; attempts?: number } | undefined
  const error = meta?.error ?? meta?.fatalError
  return {
    ...(job ? { jobId: job.id, task: job.task_identifier, attempts: job.attempts } : {}),
    ...(error === undefined ? {} : { err: error }),
  }
}
