import { DeskError, errorStatus } from '@gotrs/contract/errors'
import type { Log } from '@gotrs/core/kernel/log'
import { TRPCError } from '@trpc/server'
import { HTTPException } from 'hono/http-exception'
import { ZodError } from 'zod'
import { deskErrorOf, isUnavailable, toTrpcError } from '../errors.ts'
import { errorText } from './error-texts.ts'
import type { HttpContext } from './types.ts'

/** `{"error":{"code","message","requestId"}}`. Of an unknown error nothing is said outside; the log has it, once. */
export function restError(c: HttpContext, error: unknown, log: Log): Response {
  const shown = toDeskError(error)
  const status = errorStatus[shown.code]
  const requestId = c.get('requestId')
  if (status >= 500) log.error({ err: error, requestId, route: c.get('route') }, 'a request failed')
  if (shown.code === 'too_many_requests') c.header('Retry-After', String(shown.params.retryAfter ?? 60))
  // The rest of a body that was too large is not waited for.
  if (shown.code === 'too_large') c.header('Connection', 'close')
  c.header('Cache-Control', 'no-store')
  return c.json({ error: { code: shown.code, message: messageOf(shown), requestId } }, status)
}

/** With what is wrong about the input, field by field. */
function messageOf({ code, params }: DeskError): string {
  const issues = Array.isArray(params.issues) ? params.issues.slice(0, 5) : []
  const words = issues.map(({ path, message }: { path?: string; message?: string }) => `${path || 'input'}: ${message}`)
  return [errorText[code], ...words.map(word => `${word}.`)].join(' ')
}

function toDeskError(error: unknown): DeskError {
  if (error instanceof DeskError) return error
  if (error instanceof ZodError) return toDeskError(new TRPCError({ code: 'BAD_REQUEST', cause: error }))
  if (error instanceof TRPCError) {
    const { code, params } = deskErrorOf(toTrpcError(error))
    return new DeskError(code, params)
  }
  if (error instanceof HTTPException && error.status === 413) return new DeskError('too_large')
  return new DeskError(isUnavailable(error) ? 'unavailable' : 'internal')
}
