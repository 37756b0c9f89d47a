import { DeskError, errorStatus } from '@gotrs/contract/errors'
import { TRPCError } from '@trpc/server'
import { HTTPException } from 'hono/http-exception'
import { ZodError } from 'zod'
import { deskErrorOf, isUnavailable, toTrpcError } from '../errors.ts'
import { bearerToken } from './caller.ts'
import { errorWords } from './error-words.ts'
import type { HttpContext, Server } from './types.ts'

/** `{"error":{"code","message","requestId"}}`. An unknown error reveals nothing to the caller; the log has it, once. */
export function restError(c: HttpContext, error: unknown, { log, metrics }: Pick<Server, 'log' | 'metrics'>): Response {
  const shown = toDeskError(error)
  const status = errorStatus[shown.code]
  metrics.countError(shown.code)
  const requestId = c.get('requestId')
  if (status >= 500) log.error({ err: error, requestId, route: c.get('route') }, 'a request failed')
  if (shown.code === 'too_many_requests') c.header('Retry-After', String(shown.params.retryAfter ?? 60))
  // The server does not wait for the rest of a body that is too large.
  if (shown.code === 'too_large') c.header('Connection', 'close')
  if (shown.code === 'method_not_allowed') c.header('Allow', String(shown.params.allow))
  for (const [name, value] of Object.entries(acceptedBy(shown))) c.header(name, value)
  const challenge = challengeOf(c, shown)
  if (challenge) c.header('WWW-Authenticate', challenge)
  c.header('Cache-Control', 'no-store')
  return c.json({ error: { code: shown.code, message: errorWords(shown), requestId } }, status)
}

/** What the call accepts instead: RFC 9110, section 15.5.16. */
function acceptedBy({ code, params }: DeskError): Record<string, string> {
  if (code !== 'unsupported_media_type') return {}
  const { accepted, acceptedEncoding } = params
  return typeof accepted === 'string' ? { Accept: accepted } : { 'Accept-Encoding': String(acceptedEncoding) }
}

/** How to authenticate, for errors of authentication: RFC 9110, section 15.5.2, and RFC 6750, section 3. */
function challengeOf(c: HttpContext, { code, params }: DeskError): string | null {
  if (code === 'insufficient_scope') return `Bearer error="insufficient_scope", scope="${params.scope}"`
  if (code !== 'not_logged_in') return null
  if (bearerToken(c) === null) return 'Bearer'
  const why = typeof params.reason === 'string' ? `, error_description="${params.reason}"` : ''
  return `Bearer error="invalid_token"${why}`
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
