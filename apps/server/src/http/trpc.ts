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
    const { req, refusal } = await checked(c)
    const [name = ''] = c.get('procedures') ?? []
    const isStream = isSubscription(name) && c.req.method === 'GET' && !refusal
    const answer = isStream
      ? await streamTrpc(server, c, cookie, name)
      : await runTrpc(server, c, req, resHeaders => {
          if (refusal) throw toTrpcError(new TRPCError({ code: 'INTERNAL_SERVER_ERROR', cause: refusal }))
          return createContext(c, server, cookie, resHeaders)
        })
    return c.req.method === 'GET' && isWhole(answer) ? compressedAnswer(c, await answer.text(), answer) : answer
  }
}

/** Neither a stream of events nor one of lines. */
const isWhole = ({ headers }: Response) =>
  isJson(headers.get('content-type') ?? '') && !headers.has('transfer-encoding')

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
    responseMeta: ({ errors }) => ({
      headers: { 'Cache-Control': 'no-store', ...retryAfter(errors), ...hangUp(errors) },
    }),
    onError: ({ error, path }) => reportError(server, c, error, path),
  })
}

type Checked = { req: Request; refusal?: DeskError }

/**
 * The same request, after a check of its input. A rejected one goes on without its body, so that tRPC reports the
 * error.
 */
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
