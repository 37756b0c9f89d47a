import { DeskError } from '@gotrs/contract/errors'
import { TRPCError } from '@trpc/server'
import type { Hono } from 'hono'
import { rejectBrokenText } from '../broken-text.ts'
import { createContext } from '../context.ts'
import { requireMediaType } from '../http/media-type.ts'
import { type JsonLimits, jsonLimits, receiveJson } from '../http/receive-json.ts'
import type { SessionCookie } from '../http/session-cookie.ts'
import type { Env, HttpContext, Server } from '../http/types.ts'
import { idempotentCall } from '../idempotency.ts'
import { appRouter } from '../router.ts'
import { type Context, createCaller } from '../trpc.ts'
import { callThenRead } from './call-then-read.ts'
import { jsonAnswer } from './json-answer.ts'
import { nextLink } from './next-link.ts'
import { requireAccess } from './require-access.ts'
import type { RestRoute } from './route.ts'
import { restRoutes } from './routes.ts'
import { streamRows } from './stream-rows.ts'
import { openStream } from './streams.ts'
import { readQuery } from './values.ts'

const procedures = createCaller(appRouter)

/** Adds every row of the REST table, and every stream, at its path. */
export function mountRest(app: Hono<Env>, server: Server, cookie: SessionCookie): void {
  for (const row of streamRows) app.get(row.path, c => openStream(c, server, cookie, row))
  for (const row of restRoutes) {
    const path = row.path.replaceAll(/\{(\w+)\}/g, ':$1')
    app[row.method](path, c => answer(c, server, cookie, row))
  }
}

async function answer(c: HttpContext, server: Server, cookie: SessionCookie, row: RestRoute): Promise<Response> {
  c.set('route', row.path)
  const headers = new Headers()
  const ctx = await createContext(c, server, cookie, headers, { takesExpired: row.takesExpiredToken === true })
  await requireAccess(ctx, row)
  const ifMatch = readIfMatch(c.req.header('if-match'), row, ctx)
  const params = row.params?.parse(c.req.param())
  const query = row.query?.parse(readQuery(row.query, c.req.queries()))
  const given = row.body ? await readBody(c, jsonLimits(ctx.actor !== null, [row.body])) : undefined
  rejectBrokenText([params, query])
  const body = row.body?.parse(given)
  if (ifMatch !== undefined) rejectTwoVersions(ifMatch, body ?? query)
  // A call that is repeated with its key is the same call, even if the version in the procedure's input differs.
  ctx.restCall = { path: `${row.method} ${row.path}`, input: [params, query, body, ifMatch] }
  const idempotency =
    ctx.idempotencyKey === null ? {} : { idempotency: idempotentCall(ctx.idempotencyKey, ctx.restCall, ctx.onReplay) }
  const data = await row
    .run({
      call: procedures(ctx),
      callThenRead: callThenRead(procedures, ctx),
      ctx,
      options: { channel: 'api', ...idempotency },
      params,
      query,
      body,
      ifMatch,
      headers,
    })
    .catch(error => failed(error, ifMatch))
  if (row.locationOf) headers.set('Location', row.locationOf(data as never))
  const next = row.method === 'get' ? nextLink(data, c.req.url, server.settings.baseUrl) : null
  if (next !== null) headers.set('Link', next)
  return jsonAnswer(c, row, data, headers)
}

async function readBody(c: HttpContext, limits: JsonLimits): Promise<unknown> {
  const text = await receiveJson(c.env.incoming, limits)
  if (text.trim() === '') return {}
  requireMediaType(c.env.incoming, 'application/json')
  try {
    return JSON.parse(text)
  } catch {
    throw new DeskError('invalid_input', { issues: [{ path: '', message: 'the body must be valid JSON' }] })
  }
}

/** @throws DeskError `invalid_input` where the header would have no effect, or the version is invalid */
function readIfMatch(header: string | undefined, row: RestRoute, { actor }: Context): number | undefined {
  if (header === undefined) return undefined
  if (!row.takesIfMatch) throw invalidIfMatch('this call looks at no version: leave it out')
  if (actor?.role === 'customer') throw invalidIfMatch('customers see no versions: leave it out')
  if (header.trim() === '*') return undefined
  const version = /^"(\d{1,15})(?:\.[\w-]{1,40})?"$/.exec(header.trim())?.[1]
  if (version === undefined) throw invalidIfMatch('send one version as ETag gave it, in quotes, or *')
  return Number(version)
}

const invalidIfMatch = (message: string) => new DeskError('invalid_input', { issues: [{ path: 'If-Match', message }] })

function rejectTwoVersions(ifMatch: number, given: unknown): void {
  const { version } = (given ?? {}) as { version?: number }
  if (version === undefined || version === ifMatch) return
  throw new DeskError('invalid_input', {
    issues: [{ path: 'version', message: 'differs from If-Match: send one of the two' }],
  })
}

/** A condition of the header that does not hold has a status of its own (RFC 9110, section 13.1.1). */
function failed(error: unknown, ifMatch: number | undefined): never {
  const cause = error instanceof TRPCError ? error.cause : error
  const isStale =
    ifMatch !== undefined && cause instanceof DeskError && ['ticket_changed', 'draft_changed'].includes(cause.code)
  throw isStale ? new DeskError('precondition_failed', cause.params) : error
}
