import { randomUUID } from 'node:crypto'
import type { MiddlewareHandler } from 'hono'
import { remoteAddressOf } from './remote-address.ts'
import type { Env, Server } from './types.ts'
import type { Forwarding } from './untrusted-forwarding.ts'

/**
 * Gives each request an id, and counts and logs it after its answer, with the caller and the address. Never logs the
 * path, which may contain a token, or the query, headers and body.
 */
export function observe({ settings, log, metrics }: Server, forwarding: Forwarding): MiddlewareHandler<Env> {
  return async (c, next) => {
    const startedAt = performance.now()
    const requestId = randomUUID()
    c.set('requestId', requestId)
    c.set('remoteAddress', remoteAddressOf(c.env.incoming, settings.trustedHops))
    c.set('route', 'other')
    forwarding.note(c.env.incoming)
    await next()
    c.res.headers.set('X-Request-Id', requestId)
    const seconds = (performance.now() - startedAt) / 1000
    const { method } = c.req
    const route = c.get('route')
    const { status } = c.res
    metrics.countRequest({ method, route, status }, seconds)
    const who = { ...c.get('caller'), address: c.get('remoteAddress'), procedures: c.get('procedures') }
    log.info({ requestId, method, route, status, ms: Math.round(seconds * 1000), ...who }, 'request')
  }
}
