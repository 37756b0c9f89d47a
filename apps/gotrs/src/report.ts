import { DeskError } from '@gotrs/contract/errors'
import { errorFacts, errorWords } from '@gotrs/core/kernel/error-facts'
import { WrongUsage } from './wrong-usage.ts'

/** One sentence on standard error, which is not the console: a process that logs has taken that. */
export function report(error: unknown): void {
  process.stderr.write(`${sentence(error)}\n`)
}

/** An error that nobody was waiting for: what and where, without a word of what was worked on. */
export function reportFault(error: unknown): void {
  console.error(
    [`GOTRS ends by an error of its own: ${errorWords(error)}`, ...(errorFacts(error).stack ?? [])].join('\n'),
  )
}

/**
 * Our own sentences, and what the system says of files and addresses. Every other error's message may hold statements,
 * values and secrets: it is reported in words of the program.
 */
export function sentence(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return error.errors.map(sentence).join('; ')
  // A failed query's own message holds the statement and what was to be written: never for a screen.
  if (error instanceof Error && 'query' in error) return `The database refused: ${sentence(error.cause)}.`
  if (typeof error === 'string') return error
  return error instanceof Error && isForScreens(error) ? withoutSecrets(error.message) : errorWords(error)
}

const isForScreens = (error: Error): boolean =>
  error instanceof DeskError ||
  error instanceof WrongUsage ||
  (error.constructor === Error && ('syscall' in error || !('code' in error)))

/** URLs carry passwords and tokens: before the host, and in the query. */
const withoutSecrets = (text: string): string =>
  text.replace(/\b([a-z][a-z0-9+.-]*:\/\/)[^\s/?#]*@/gi, '$1').replace(/([a-z]:\/\/[^\s?#]*)[?#]\S*/gi, '$1')
