import { cors } from 'hono/cors'
import { createMiddleware } from 'hono/factory'
import { bearerToken } from './caller.ts'
import type { Env } from './types.ts'

const policy = cors({
  origin: '*',
  allowMethods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
  allowHeaders: ['Authorization', 'Content-Type', 'Idempotency-Key', 'If-Match', 'If-None-Match', 'Last-Event-ID'],
  exposeHeaders: [
    'ETag',
    'Location',
    'Link',
    'Idempotency-Replayed',
    'Content-Disposition',
    'Content-Range',
    'X-Request-Id',
    'Retry-After',
    'RateLimit-Limit',
    'RateLimit-Remaining',
    'RateLimit-Reset',
    'WWW-Authenticate',
    'Allow',
  ],
  maxAge: 600,
})

/**
 * Pages of any origin may call with a bearer token of their own: a cookie beside a token is ignored, so a page cannot act
 * for the person who opens it. Without a token nothing is allowed across origins.
 */
export const allowTokensFromAnywhere = createMiddleware<Env>((c, next) => {
  const isPreflight = c.req.method === 'OPTIONS' && asksForToken(c.req.header('access-control-request-headers'))
  return isPreflight || bearerToken(c) !== null ? policy(c, next) : next()
})

const asksForToken = (headers: string | undefined) =>
  (headers ?? '').split(',').some(name => name.trim().toLowerCase() === 'authorization')
