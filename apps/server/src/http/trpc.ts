import { DeskError, errorStatus } from '@gotrs/contract/errors'
import type { TRPCError } from '@trpc/server'
import { fetchRequestHandler } from '@trpc/server/adapters/fetch'
import { createContext } from '../context.ts'
import { deskErrorOf, toTrpcError } from '../errors.ts'
import { appRouter } from '../router.ts'
import type { SessionCookie } from './session-cookie.ts'
import type { HttpContext, Server } from './types.ts'

export const maxBatchSize = 20

const procedures = new Set(Object.keys(appRouter._def.procedures))

/** tRPC over HTTP: queries by GET, mutations by POST of JSON and of nothing else, subscriptions as server-sent events. */
export function serveTrpc(server: Server, cookie: SessionCookie) {
  return async (c: HttpContext): Promise<Response> => {
    c.set('route', routeOf(c.req.path))
    c.set('procedures', proceduresIn(c.req.path))
    if (c.req.method === 'POST' && !isJson(c.req.header('content-type'))) {
      // tRPC would also run forms and octet streams, which other sites can send without asking first.
      throw new DeskError('cross_site_request')
    }
    const response = await fetchRequestHandler({
      endpoint: '/trpc',
      req: c.req.raw,
      router: appRouter,
      maxBatchSize,
      createContext: ({ resHeaders }) => createContext(c, server, cookie, resHeaders),
      responseMeta: ({ errors }) => ({ headers: { 'Cache-Control': 'no-store', ...retryAfter(errors) } }),
      onError: ({ error, path }) => report(server, c, error, path),
    })
    return response
  }
}

const isJson = (contentType: string | undefined) => /^application\/json\s*(;|$)/i.test(contentType ?? '')

/** Only names of procedures: a label that callers choose would grow without an end. */
function routeOf(path: string): string {
  const name = path.slice('/trpc/'.length)
  if (procedures.has(name)) return `/trpc/${name}`
  return name.includes(',') ? '/trpc/batch' : '/trpc/other'
}

const proceduresIn = (path: string): string[] =>
  path
    .slice('/trpc/'.length)
    .split(/,|%2c/i, maxBatchSize)
    .filter(name => procedures.has(name))

function retryAfter(errors: readonly TRPCError[]): Record<string, string> {
  for (const { cause } of errors) {
    if (cause instanceof DeskError && cause.code === 'too_many_requests') {
      return { 'Retry-After': String(cause.params.retryAfter ?? 60) }
    }
  }
  return {}
}

/** Faults of ours are logged once, here; refusals are the caller's to see, and counted. */
function report({ log, metrics }: Server, c: HttpContext, error: TRPCError, path: string | undefined): void {
  const { cause } = error
  metrics.countError(deskErrorOf(toTrpcError(error)).code)
  const status =
    cause instanceof DeskError ? errorStatus[cause.code] : error.code === 'INTERNAL_SERVER_ERROR' ? 500 : 400
  // A stream that is to be opened again, as at a stop, is no fault.
  const isOurAnswer = cause instanceof DeskError && cause.code === 'unavailable' && cause.cause === undefined
  if (status < 500 || isOurAnswer) return
  const original = cause instanceof DeskError ? (cause.cause ?? cause) : (cause ?? error)
  const procedure = path !== undefined && procedures.has(path) ? path : 'other'
  const facts = { err: original, requestId: c.get('requestId'), procedure }
  if (status === 503) log.warn(facts, 'a procedure could not be run')
  else log.error(facts, 'a procedure failed')
}
