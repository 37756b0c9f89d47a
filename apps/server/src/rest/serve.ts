import { DeskError } from '@gotrs/contract/errors'
import { type Scope, scopeOf } from '@gotrs/contract/scopes'
import type { Hono } from 'hono'
import { refuseBrokenText } from '../broken-text.ts'
import { createContext } from '../context.ts'
import { deskOfCall } from '../desk-of-call.ts'
import { requireScope } from '../http/caller.ts'
import type { SessionCookie } from '../http/session-cookie.ts'
import type { Env, HttpContext, Server } from '../http/types.ts'
import { appRouter } from '../router.ts'
import { createCaller, type ProcedureMeta } from '../trpc.ts'
import type { RestRoute } from './route.ts'
import { restRoutes } from './routes.ts'
import { readQuery } from './values.ts'

const procedures = createCaller(appRouter)
const metaOf = appRouter._def.procedures as unknown as Record<string, { _def: { meta?: ProcedureMeta } }>

/** Puts every row of the REST table under its path. */
export function mountRest(app: Hono<Env>, server: Server, cookie: SessionCookie): void {
  for (const row of restRoutes) {
    const path = row.path.replaceAll(/\{(\w+)\}/g, ':$1')
    app[row.method](path, c => answer(c, server, cookie, row))
  }
}

async function answer(c: HttpContext, server: Server, cookie: SessionCookie, row: RestRoute): Promise<Response> {
  c.set('route', row.path)
  const headers = new Headers()
  const ctx = await createContext(c, server, cookie, headers)
  requireScopes(ctx.scopes, row)
  const params = row.params?.parse(c.req.param())
  const query = row.query?.parse(readQuery(row.query, c.req.queries()))
  const given = row.body ? await readBody(c) : undefined
  refuseBrokenText([params, query, given])
  const body = row.body?.parse(given)
  const ifMatch = readVersion(c.req.header('if-match'))
  // The same call twice under a key is one call, though a procedure is asked of another version the second time.
  ctx.asked = { path: `${row.method} ${row.path}`, input: [params, query, body, ifMatch] }
  const desk = deskOfCall(server.desk, { ...ctx.asked, key: ctx.idempotencyKey, door: 'api' })
  const data = await row.run({ call: procedures(ctx), ctx, desk, params, query, body, ifMatch, headers })
  headers.set('Cache-Control', 'no-store')
  const version = row.versionOf?.(data as never)
  if (version != null) headers.set('ETag', `"${version}"`)
  return Response.json(data, { status: row.status, headers })
}

/** All at once, before anything is done: a call that ended half-way would be made again. @throws DeskError `insufficient_scope` */
function requireScopes(scopes: readonly Scope[] | null, { procedures: names }: RestRoute): void {
  for (const name of names) {
    const permission = metaOf[name]?._def.meta?.permission ?? 'anyone'
    if (permission !== 'anyone') requireScope(scopes, scopeOf[permission])
  }
}

async function readBody(c: HttpContext): Promise<unknown> {
  const text = await c.req.text()
  if (text.trim() === '') return {}
  if (!/^application\/json\s*(;|$)/i.test(c.req.header('content-type') ?? '')) {
    throw new DeskError('invalid_input', { issues: [{ path: 'Content-Type', message: 'send application/json' }] })
  }
  try {
    return JSON.parse(text)
  } catch {
    throw new DeskError('invalid_input', { issues: [{ path: '', message: 'the body is no JSON' }] })
  }
}

function readVersion(header: string | undefined): number | undefined {
  if (header === undefined || header.trim() === '*') return undefined
  const version = /^"(\d{1,15})"$/.exec(header.trim())?.[1]
  if (version !== undefined) return Number(version)
  throw new DeskError('invalid_input', {
    issues: [{ path: 'If-Match', message: 'a version as ETag gave it, in quotes' }],
  })
}
