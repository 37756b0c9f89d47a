import { generateCookie, getCookie } from 'hono/cookie'
import type { Settings } from '../env.ts'
import { isHttps, secureCookieName } from './request-scheme.ts'
import type { HttpContext } from './types.ts'

/** The one cookie. With TLS its prefix binds it to this host alone (RFC 6265bis, section 4.1.3.2). */
export type SessionCookie = {
  read(c: HttpContext): string | null
  /** The value of Set-Cookie; null ends it. */
  write(c: HttpContext, sessionId: string | null, expiresAt?: Date): string
}

/**
 * Secure only when the browser uses https: browsers ignore a Secure cookie over http, and the login would fail
 * silently. Over https, the cookie without the prefix is not read, because another host may have set it.
 */
export function sessionCookie(settings: Pick<Settings, 'baseUrl' | 'trustedHops'>): SessionCookie {
  const nameFor = (secure: boolean) => (secure ? secureCookieName : 'gotrs')
  return {
    read: c => getCookie(c, nameFor(isHttps(c, settings))) || null,
    write(c, sessionId, expiresAt) {
      const secure = isHttps(c, settings)
      const attributes = { path: '/', httpOnly: true, sameSite: 'Lax', secure } as const
      const name = nameFor(secure)
      if (sessionId === null) return generateCookie(name, '', { ...attributes, maxAge: 0 })
      return generateCookie(name, sessionId, expiresAt ? { ...attributes, expires: expiresAt } : attributes)
    },
  }
}
