import type { Log } from '@gotrs/core/kernel/log'
import { destination, type Logger, pino } from 'pino'

/** JSON lines on standard output, without bodies and without secrets. */
export function createLog(level: string): Log & Logger {
  return pino({ level, base: undefined, serializers: { err: errorFacts } }, destination({ fd: 1, sync: true }))
}

type ErrorFacts = { name: string; code?: string; message: string; stack?: string[]; cause?: ErrorFacts }

/**
 * What of an error may be written down. Query parameters, and the row values in Postgres' `detail`, may be people's
 * words or secrets: they stay out.
 */
export function errorFacts(error: unknown, depth = 0): ErrorFacts {
  if (!(error instanceof Error)) return { name: typeof error, message: 'something that is no error was thrown' }
  const facts: ErrorFacts = { name: error.name, message: withoutParameters(error.message) }
  if ('code' in error) facts.code = String(error.code)
  const frames = error.stack?.split('\n').filter(line => /^\s+at /.test(line))
  if (frames) facts.stack = frames.slice(0, 12).map(line => line.trim())
  if (error.cause !== undefined && depth < 3) facts.cause = errorFacts(error.cause, depth + 1)
  return facts
}

const withoutParameters = (message: string) => (message.split(/\s*params:/, 1)[0] ?? '').slice(0, 2_000)
