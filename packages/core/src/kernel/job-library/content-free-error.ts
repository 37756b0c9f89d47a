import type { JobHelpers } from 'graphile-worker'
import { errorWords } from '../error-facts.ts'

export type Job = (payload: unknown, helpers: JobHelpers) => Promise<void>

/**
 * The library stores the message of an error with the job, and logs it. So the error that it gets contains no data of the
 * job, such as the values of a statement.
 * Upstream would have to let the caller choose what it stores of an error.
 */
export const withContentFreeErrors =
  (run: Job): Job =>
  async (payload, helpers) => {
    await run(payload, helpers).catch(error => {
      throw new JobError(errorWords(error), { cause: error })
    })
  }

class JobError extends Error {
  override readonly name = 'JobError'
}
