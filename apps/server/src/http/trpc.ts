import { DeskError } from '@gotrs/contract/errors'
import { TRPCError } from '@trpc/server'
import { fetchRequestHandler } from '@trpc/server/adapters/fetch'
import { createContext } from '../context.ts'
import { toTrpcError } from '../errors.ts'
import { appRouter } from '../router.ts'
import type { Context } from '../trpc.ts'
import { checkJson } from './check-json.ts'
import { compressedAnswer } from './compression.ts'
import { streamProcedure } from './events/stream-procedure.ts'
import { jsonLimits, receiveJson } from './receive-json.ts'
import { reportError } from './report-error.ts'
import type { SessionCookie } from './session-cookie.ts'
import { type Calls, readCalls, runCalls } from './trpc-calls.ts'
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
      // tRPC would also accept forms and octet streams, which other sites can send without a CORS preflight.
      throw new DeskError('cross_site_request')
    }
    const { body, refusal } = await checked(c)
    const [name = ''] = c.get('procedures') ?? []
    if (isSubscription(name) && c.req.method === 'GET' && !refusal) return streamTrpc(server, c, cookie, name)
    const calls = refusal ? null : readCalls(c, body, maxBatchSize)
    if (calls) return answerCalls(server, c, cookie, calls, body)
    return runTrpc(server, c, requestOf(c, body), resHeaders => {
      if (refusal) throw toTrpcError(new TRPCError({ code: 'INTERNAL_SERVER_ERROR', cause: refusal }))
      return createContext(c, server, cookie, resHeaders)
    })
  }
}

async function answerCalls(
  server: Server,
  c: HttpContext,
  cookie: SessionCookie,
  calls: Calls,
  body: string | null,
): Promise<Response> {
  const headers = new Headers({ 'Content-Type': 'application/json', Vary: 'trpc-accept, accept' })
  let ctx: Context
  try {
    ctx = await createContext(c, server, cookie, headers)
  } catch (error) {
    return runTrpc(server, c, requestOf(c, body), async () => {
      throw error
    })
  }
  const { text, status, errors } = await runCalls(calls, ctx, (error, path) => reportError(server, c, error, path))
  for (const [header, value] of Object.entries(headersFor(errors))) headers.set(header, value)
  return calls.type === 'query'
    ? compressedAnswer(c, text, { status, headers })
    : new Response(text, { status, headers })
}

/** An error before the stream begins is answered with a status, as for other calls; later errors come in the stream. */
async function streamTrpc(server: Server, c: HttpContext, cookie: SessionCookie, name: string): Promise<Response> {
  try {
    // A stream that reconnects by itself does not extend the session.
    const ctx = await createContext(c, server, cookie, new Headers(), { extends: false })
    return streamProcedure(server, c, name, ctx, JSON.parse(c.req.query('input') || '{}'))
  } catch (error) {
    return runTrpc(server, c, c.req.raw, async () => {
      throw error
    })
  }
}

/** Runs what `req` asks of the router, and reports the faults. */
function runTrpc(
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
    responseMeta: ({ errors }) => ({ headers: headersFor(errors) }),
    onError: ({ error, path }) => reportError(server, c, error, path),
  })
}

const headersFor = (errors: readonly TRPCError[]) => ({
  'Cache-Control': 'no-store',
  ...retryAfter(errors),
  ...hangUp(errors),
})

/** `body`: of a POST, as text. */
type Checked = { body: string | null; refusal?: DeskError }

/** The input of a request, once it is checked. A rejected request goes on without it, so that tRPC reports the error. */
async function checked(c: HttpContext): Promise<Checked> {
  try {
    return { body: await checkedInput(c) }
  } catch (refusal) {
    if (!(refusal instanceof DeskError)) throw refusal
    return { body: null, refusal }
  }
}

async function checkedInput(c: HttpContext): Promise<string | null> {
  const names = c.req.path.slice('/trpc/'.length).split(/,|%2c/i)
  const inputs = names.filter(isProcedure).flatMap(name => procedures[name]?._def.inputs ?? [])
  const limits = jsonLimits(c.get('isKnown'), inputs)
  if (c.req.method === 'POST') return receiveJson(c.env.incoming, limits)
  checkJson(Buffer.from(c.req.query('input') ?? ''), limits.maxValues)
  return null
}

/** For tRPC, with the body that has been received. */
function requestOf(c: HttpContext, body: string | null): Request {
  const { url, method, headers, signal } = c.req.raw
  return new Request(url, { method, headers, signal, ...(body !== null && { body }) })
}

const isJson = (contentType: string | undefined) => /^application\/json\s*(;|$)/i.test(contentType ?? '')

/** Only names of procedures: labels that callers choose would grow without a limit. */
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

/** The server does not wait for the rest of a body that is too large. */
function hangUp(errors: readonly TRPCError[]): Record<string, string> {
  const isTooLarge = errors.some(({ cause }) => cause instanceof DeskError && cause.code === 'too_large')
  return isTooLarge ? { Connection: 'close' } : {}
}
