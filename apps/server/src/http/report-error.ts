import { DeskError, errorStatus } from '@gotrs/contract/errors'
import type { TRPCError } from '@trpc/server'
import { deskErrorOf, toTrpcError } from '../errors.ts'
import { appRouter } from '../router.ts'
import type { HttpContext, Server } from './types.ts'

/** Logs internal errors once, here. Errors of the caller are only counted. */
export function reportError(
  { log, metrics }: Server,
  c: HttpContext,
  error: TRPCError,
  path: string | undefined,
): void {
  const { cause } = error
  metrics.countError(deskErrorOf(toTrpcError(error)).code)
  const status =
    cause instanceof DeskError ? errorStatus[cause.code] : error.code === 'INTERNAL_SERVER_ERROR' ? 500 : 400
  // A stream that the client should open again, as when the server stops, is not an error.
  const isOurAnswer = cause instanceof DeskError && cause.code === 'unavailable' && cause.cause === undefined
  if (status < 500 || isOurAnswer) return
  const original = cause instanceof DeskError ? (cause.cause ?? cause) : (cause ?? error)
  const procedure = path !== undefined && Object.hasOwn(appRouter._def.procedures, path) ? path : 'other'
  const facts = { err: original, requestId: c.get('requestId'), procedure }
  if (status === 503) log.warn(facts, 'a procedure could not be run')
  else log.error(facts, 'a procedure failed')
}
