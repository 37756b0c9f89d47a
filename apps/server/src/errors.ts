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
  // Of downloads alone, which are no procedures.
  416: 'BAD_REQUEST',
  // Refused before any procedure is called.
  421: 'BAD_REQUEST',
  422: 'UNPROCESSABLE_CONTENT',
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
  const code: ErrorCode = isUnavailable(cause) ? 'unavailable' : 'internal'
  const shown = new DeskError(code)
  // The original goes to the log by way of `cause.cause`; the message outside stays plain.
  shown.cause = cause ?? error
  return new TRPCError({ code: trpcCode[errorStatus[code]], message: code, cause: shown })
}

/**
 * Is it a fault of the infrastructure: Postgres refuses, resets, starts, stops or has no slot (SQLSTATE classes 08, 53,
 * 57P), or the disk is full, or Postgres aborted the transaction because of another one (40001, 40P01)? Then nothing was
 * changed, and the caller may try again.
 */
export function isUnavailable(error: unknown): boolean {
  for (let cause = error, depth = 0; cause instanceof Error && depth < 5; cause = cause.cause, depth += 1) {
    if (cause instanceof DeskError && cause.code === 'unavailable') return true
    const code = 'code' in cause ? String(cause.code) : ''
    if (/^(ECONN|EPIPE|ETIMEDOUT|EAI_AGAIN|ENOSPC|EDQUOT|08|53|57014|57P|40001|40P01)/.test(code)) return true
    // A Postgres that is reached by a socket in a folder; any other missing file is a fault.
    if (code === 'ENOENT' && 'syscall' in cause && cause.syscall === 'connect') return true
    // The last: the line broke between two statements of one transaction, which pg says without a code.
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

/** What our apps read: the code of the closed table for whatever happened, also what tRPC itself refuses. */
export function deskErrorOf(error: TRPCError): { code: ErrorCode; params: Record<string, unknown> } {
  const { cause } = error
  if (cause instanceof DeskError) return { code: cause.code, params: cause.params }
  if (cause instanceof z.ZodError) {
    const issues = cause.issues.slice(0, 20).map(issue => ({ path: issue.path.join('.'), message: issue.message }))
    return { code: 'invalid_input', params: { issues } }
  }
  return { code: error.code === 'NOT_FOUND' ? 'not_found' : 'invalid_input', params: {} }
}
