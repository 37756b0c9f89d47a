import { DeskError } from '@gotrs/contract/errors'
import { errorFacts, errorWords } from '@gotrs/core/kernel/error-facts'
import { WrongUsage } from './wrong-usage.ts'

/** Writes one sentence to standard error directly, because a process that logs has redirected the console. */
export function report(error: unknown): void {
  process.stderr.write(`${sentence(error)}\n`)
}

/** Reports an unexpected error in the same way: its kind and place, without any data that the process worked on. */
export function reportFault(error: unknown): void {
  const lines = [`GOTRS stopped because of an internal error: ${errorWords(error)}`, ...(errorFacts(error).stack ?? [])]
  process.stderr.write(`${lines.join('\n')}\n`)
}

/**
 * Our own messages, and those of the system about files and addresses. The message of any other error may contain
 * statements, values and secrets, so the program's own words replace it.
 */
export function sentence(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return error.errors.map(sentence).join('; ')
  // The message of a failed query contains the statement and its values: never show it.
  if (error instanceof Error && 'query' in error)
    return `The database rejected the statement: ${sentence(error.cause)}.`
  if (typeof error === 'string') return error
  return error instanceof Error && isForScreens(error) ? withoutSecrets(error.message) : errorWords(error)
}

const isForScreens = (error: Error): boolean =>
  error instanceof DeskError ||
  error instanceof WrongUsage ||
  (error.constructor === Error && ('syscall' in error || !('code' in error)))

/** URLs contain passwords and tokens before the host and in the query. */
const withoutSecrets = (text: string): string =>
  text.replace(/\b([a-z][a-z0-9+.-]*:\/\/)[^\s/?#]*@/gi, '$1').replace(/([a-z]:\/\/[^\s?#]*)[?#]\S*/gi, '$1')
