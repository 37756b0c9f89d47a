import { DeskError, type ErrorCode, errorStatus } from '@gotrs/contract/errors'
import { TRPCError } from '@trpc/server'
import { z } from 'zod'

const trpcCode = {
  400: 'BAD_REQUEST',
  401: 'UNAUTHORIZED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  405: 'METHOD_NOT_SUPPORTED',
  409: 'CONFLICT',
  412: 'PRECONDITION_FAILED',
  413: 'PAYLOAD_TOO_LARGE',
  415: 'UNSUPPORTED_MEDIA_TYPE',
  // Only downloads have it, and they are not procedures.
  416: 'BAD_REQUEST',
  // The server rejects these before it calls a procedure.
  421: 'BAD_REQUEST',
  422: 'UNPROCESSABLE_CONTENT',
  429: 'TOO_MANY_REQUESTS',
  500: 'INTERNAL_SERVER_ERROR',
  503: 'SERVICE_UNAVAILABLE',
} as const satisfies Record<(typeof errorStatus)[ErrorCode], string>

/**
 * Converts a DeskError (or a lost database) to the tRPC code of its HTTP status. An unknown error reveals nothing to
 * the caller.
 */
export function toTrpcError(error: TRPCError): TRPCError {
  const cause = error.cause
  if (cause instanceof DeskError) {
    return new TRPCError({ code: trpcCode[errorStatus[cause.code]], message: cause.code, cause })
  }
  if (error.code !== 'INTERNAL_SERVER_ERROR') return error
  const code: ErrorCode = isUnavailable(cause) ? 'unavailable' : 'internal'
  const shown = new DeskError(code)
  // The original goes to the log through `cause.cause`; the caller gets a plain message.
  shown.cause = cause ?? error
  return new TRPCError({ code: trpcCode[errorStatus[code]], message: code, cause: shown })
}

/**
 * Is it an error of the infrastructure: Postgres rejects or resets the connection, starts, stops or has no slot
 * (SQLSTATE classes 08, 53, 57P), or the disk is full, or Postgres aborted the transaction because of another one
 * (40001, 40P01)? Then nothing was changed, and the caller may try again.
 */
export function isUnavailable(error: unknown): boolean {
  for (let cause = error, depth = 0; cause instanceof Error && depth < 5; cause = cause.cause, depth += 1) {
    if (cause instanceof DeskError && cause.code === 'unavailable') return true
    const code = 'code' in cause ? String(cause.code) : ''
    if (/^(ECONN|EPIPE|ETIMEDOUT|EAI_AGAIN|ENOSPC|EDQUOT|08|53|57014|57P|40001|40P01)/.test(code)) return true
    // Postgres at a socket in a folder. Any other missing file is an internal error.
    if (code === 'ENOENT' && 'syscall' in cause && cause.syscall === 'connect') return true
    // The last one: the connection was lost between two statements of a transaction, which pg reports without a code.
    if (
      /timeout exceeded when trying to connect|Connection terminated|Query read timeout|not queryable/.test(
        cause.message,
      )
    ) {
      return true
    }
  }
  return false
}

/** The error code that the apps read, from the closed table, also for errors of tRPC itself. */
export function deskErrorOf(error: TRPCError): { code: ErrorCode; params: Record<string, unknown> } {
  const { cause } = error
  if (cause instanceof DeskError) return { code: cause.code, params: cause.params }
  if (cause instanceof z.ZodError) {
    const issues = cause.issues.slice(0, 20).map(issue => ({ path: issue.path.join('.'), message: issue.message }))
    return { code: 'invalid_input', params: { issues } }
  }
  return { code: error.code === 'NOT_FOUND' ? 'not_found' : 'invalid_input', params: {} }
}
