import type { MiddlewareHandler } from 'hono'
import type { Settings } from '../env.ts'
import { isHttps } from './request-scheme.ts'
import type { Env } from './types.ts'

/** Nothing from other origins runs, loads or frames; the apps' component library sets styles inline. */
const contentSecurityPolicy = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "frame-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ')

const always = {
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
}

/** On every answer. What a handler has set stays. */
export function securityHeaders(settings: Pick<Settings, 'baseUrl' | 'trustedHops'>): MiddlewareHandler<Env> {
  return async (c, next) => {
    await next()
    const { headers } = c.res
    // The link of a mail: what the page loads does not get its token as a Referer, not even from this server.
    if (c.req.query('token') !== undefined) headers.set('Referrer-Policy', 'no-referrer')
    for (const [name, value] of Object.entries(always)) if (!headers.has(name)) headers.set(name, value)
    if (isHttps(c, settings)) headers.set('Strict-Transport-Security', 'max-age=31536000; includeSubDomains')
    if (!headers.has('Content-Security-Policy')) headers.set('Content-Security-Policy', contentSecurityPolicy)
  }
}
