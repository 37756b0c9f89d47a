import { DeskError, errorStatus } from '@gotrs/contract/errors'
import { TRPCError } from '@trpc/server'
import { fetchRequestHandler } from '@trpc/server/adapters/fetch'
import { createContext } from '../context.ts'
import { deskErrorOf, toTrpcError } from '../errors.ts'
import { appRouter } from '../router.ts'
import type { Context } from '../trpc.ts'
import { checkJson } from './check-json.ts'
import { compressedAnswer } from './compression.ts'
import { jsonLimits, receiveJson } from './receive-json.ts'
import type { SessionCookie } from './session-cookie.ts'
import type { HttpContext, Server } from './types.ts'

export const maxBatchSize = 20

type Procedure = { _def: { inputs: unknown[]; type: 'query' | 'mutation' | 'subscription' } }
const procedures = appRouter._def.procedures as unknown as Record<string, Procedure>
const isProcedure = (name: string) => Object.hasOwn(procedures, name)
const isSubscription = (name: string) => procedures[name]?._def.type === 'subscription'

/** tRPC over HTTP: queries by GET, mutations by POST of JSON and of nothing else, subscriptions as server-sent events. */
export function serveTrpc(server: Server, cookie: SessionCookie) {
  return async (c: HttpContext): Promise<Response> => {
    c.set('route', routeOf(c.req.path))
    c.set('procedures', proceduresIn(c.req.path))
    if (c.req.method === 'POST' && !isJson(c.req.header('content-type'))) {
      // tRPC would also run forms and octet streams, which other sites can send without asking first.
      throw new DeskError('cross_site_request')
    }
    const { req, refusal } = await checked(c)
    const answer = await runTrpc(server, c, req, resHeaders => {
      if (refusal) throw toTrpcError(new TRPCError({ code: 'INTERNAL_SERVER_ERROR', cause: refusal }))
      // A stream that reconnects by itself is no use of the session.
      return createContext(c, server, cookie, resHeaders, { extends: !c.get('procedures')?.some(isSubscription) })
    })
    return c.req.method === 'GET' && isWhole(answer) ? compressedAnswer(c, await answer.text(), answer) : answer
  }
}

/** Neither a stream of events nor one of lines. */
const isWhole = ({ headers }: Response) =>
  isJson(headers.get('content-type') ?? '') && !headers.has('transfer-encoding')

/** Runs what `req` asks of the router, and reports the faults. */
export function runTrpc(
  server: Server,
  c: HttpContext,
  req: Request,
  contextFor: (answer: Headers) => Promise<Context>,
): Promise<Response> {
  return fetchRequestHandler({
    endpoint: '/trpc',
    req,
    router: appRouter,
    maxBatchSize,
    createContext: ({ resHeaders }) => contextFor(resHeaders),
    responseMeta: ({ errors }) => ({
      headers: { 'Cache-Control': 'no-store', ...retryAfter(errors), ...hangUp(errors) },
    }),
    onError: ({ error, path }) => report(server, c, error, path),
  })
}

type Checked = { req: Request; refusal?: DeskError }

/** The same request, once its input has been looked at; what is refused goes without its body, for tRPC to say so. */
async function checked(c: HttpContext): Promise<Checked> {
  try {
    return { req: await withCheckedInput(c) }
  } catch (refusal) {
    if (!(refusal instanceof DeskError)) throw refusal
    const { url, method, headers } = c.req.raw
    return { req: new Request(url, { method, headers }), refusal }
  }
}

async function withCheckedInput(c: HttpContext): Promise<Request> {
  const names = c.req.path.slice('/trpc/'.length).split(/,|%2c/i)
  const inputs = names.filter(isProcedure).flatMap(name => procedures[name]?._def.inputs ?? [])
  const limits = jsonLimits(c.get('isKnown'), inputs)
  const { raw } = c.req
  if (raw.method !== 'POST') {
    checkJson(Buffer.from(c.req.query('input') ?? ''), limits.maxValues)
    return raw
  }
  const body = await receiveJson(c.env.incoming, limits)
  return new Request(raw.url, { method: 'POST', headers: raw.headers, body, signal: raw.signal })
}

const isJson = (contentType: string | undefined) => /^application\/json\s*(;|$)/i.test(contentType ?? '')

/** Only names of procedures: a label that callers choose would grow without an end. */
function routeOf(path: string): string {
  const name = path.slice('/trpc/'.length)
  if (isProcedure(name)) return `/trpc/${name}`
  return name.includes(',') ? '/trpc/batch' : '/trpc/other'
}

const proceduresIn = (path: string): string[] =>
  path.slice('/trpc/'.length).split(/,|%2c/i, maxBatchSize).filter(isProcedure)

function retryAfter(errors: readonly TRPCError[]): Record<string, string> {
  for (const { cause } of errors) {
    if (cause instanceof DeskError && cause.code === 'too_many_requests') {
      return { 'Retry-After': String(cause.params.retryAfter ?? 60) }
    }
  }
  return {}
}

/** The rest of a body that was too large is not waited for. */
function hangUp(errors: readonly TRPCError[]): Record<string, string> {
  const isTooLarge = errors.some(({ cause }) => cause instanceof DeskError && cause.code === 'too_large')
  return isTooLarge ? { Connection: 'close' } : {}
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
  const procedure = path !== undefined && isProcedure(path) ? path : 'other'
  const facts = { err: original, requestId: c.get('requestId'), procedure }
  if (status === 503) log.warn(facts, 'a procedure could not be run')
  else log.error(facts, 'a procedure failed')
}
