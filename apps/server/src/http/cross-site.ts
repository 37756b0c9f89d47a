import { DeskError } from '@gotrs/contract/errors'
import type { MiddlewareHandler } from 'hono'
import { bearerToken } from './caller.ts'
import type { SessionCookie } from './session-cookie.ts'
import type { Env, HttpContext } from './types.ts'

/**
 * Rejects requests that another site makes a browser send (CSRF; OWASP: "Fetch Metadata" and "verifying origin").
 * Browsers send the origin of a request. A request without one is not from a browser, and must not have a cookie.
 */
export function rejectCrossSite(baseUrl: string, cookie: SessionCookie): MiddlewareHandler<Env> {
  return async (c, next) => {
    const isSafe = c.req.method === 'GET' || c.req.method === 'HEAD' || c.req.method === 'OPTIONS'
    // A client sends a token on purpose; a browser never sends one by itself. A cookie beside a token is ignored, and an
    // invalid token is rejected by every handler, also where no login is needed.
    const hasToken = bearerToken(c) !== null
    if (!isSafe && !hasToken && !comesFromHere(c, baseUrl, cookie)) throw new DeskError('cross_site_request')
    await next()
  }
}

function comesFromHere(c: HttpContext, baseUrl: string, cookie: SessionCookie): boolean {
  const site = c.req.header('sec-fetch-site')
  const origin = c.req.header('origin')
  if (site !== undefined && site !== 'same-origin') return false
  if (origin !== undefined) return origin === baseUrl || hostOf(origin) === c.req.header('host')
  return site === 'same-origin' || cookie.read(c) === null
}

function hostOf(origin: string): string | null {
  return /^https?:\/\//.test(origin) && URL.canParse(origin) ? new URL(origin).host : null
}
