import { DeskError, type ErrorCode, errorStatus } from '@gotrs/contract/errors'
import { TRPCError } from '@trpc/server'

const trpcCode = {
  400: 'BAD_REQUEST',
  401: 'UNAUTHORIZED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  409: 'CONFLICT',
  413: 'PAYLOAD_TOO_LARGE',
  429: 'TOO_MANY_REQUESTS',
  500: 'INTERNAL_SERVER_ERROR',
  503: 'SERVICE_UNAVAILABLE',
} as const satisfies Record<(typeof errorStatus)[ErrorCode], string>

/** Puts a DeskError (or a lost database) under the tRPC code of its HTTP status; everything unknown says nothing outside. */
export function toTrpcError(error: TRPCError): TRPCError {
  const cause = error.cause
  if (cause instanceof DeskError) {
    return new TRPCError({ code: trpcCode[errorStatus[cause.code]], message: cause.code, cause })
  }
  if (error.code !== 'INTERNAL_SERVER_ERROR') return error
  const code: ErrorCode = isDatabaseAway(cause) ? 'unavailable' : 'internal'
  const shown = new DeskError(code)
  // The original goes to the log by way of `cause.cause`; the message outside stays plain.
  shown.cause = cause ?? error
  return new TRPCError({ code: trpcCode[errorStatus[code]], message: code, cause: shown })
}

/** Connection refused, reset, or a Postgres that starts, stops or has no slot (SQLSTATE classes 08, 53, 57). */
export function isDatabaseAway(error: unknown): boolean {
  for (let cause = error, depth = 0; cause instanceof Error && depth < 5; cause = cause.cause, depth += 1) {
    const code = 'code' in cause ? String(cause.code) : ''
    if (/^(ECONN|EPIPE|ETIMEDOUT|ENOENT|08|53|57P)/.test(code)) return true
    if (/timeout exceeded when trying to connect|Connection terminated|Query read timeout/.test(cause.message))
      return true
  }
  return false
}
