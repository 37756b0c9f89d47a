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
 * Secure where the person is on https, and only there: browsers drop a Secure cookie that comes over http, and the login
 * would seem to do nothing. Over https the cookie without the prefix is not read: another host may have planted it.
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
