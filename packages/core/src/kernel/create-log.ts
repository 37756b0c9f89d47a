import { type DestinationStream, destination, type Logger, pino } from 'pino'
import { errorFacts } from './error-facts.ts'
import type { Log } from './log.ts'

export type LogOptions = { level: string; name: string; fd?: 1 | 2; to?: DestinationStream }

/** JSON lines, the same for every process. An error is written by `errorFacts`, under whatever name it is given. */
export function createLog({ level, name, fd = 2, to }: LogOptions): Log & Logger {
  const formatters = { log: safely, level: (label: string) => ({ level: label }) }
  // The formatter has already serialized it.
  const serializers = { err: (facts: unknown) => facts }
  return pino({ level, base: { name }, formatters, serializers }, to ?? destination({ fd, sync: true }))
}

const safely = (facts: object): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(facts).map(([name, value]) => [name, isError(name, value) ? errorFacts(value) : value]),
  )

const isError = (name: string, value: unknown) => name === 'err' || value instanceof Error

const methods = ['debug', 'error', 'info', 'log', 'trace', 'warn'] as const

/**
 * Libraries print whole errors, with the texts in them. This logs only the facts of the error instead.
 * @returns a function that restores the console
 */
export function takeConsole(log: Log): () => void {
  const { console } = globalThis
  const before = methods.map(method => [method, console[method]] as const)
  const print = (...printed: unknown[]) =>
    log.warn({ err: printed.find(it => it instanceof Error) }, 'a library printed something')
  for (const method of methods) console[method] = print
  return () => {
    for (const [method, original] of before) console[method] = original
  }
}
