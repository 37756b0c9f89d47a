import { generateCookie, getCookie } from 'hono/cookie'
import type { HttpContext } from './types.ts'

/** The one cookie. With TLS its prefix binds it to this host alone (RFC 6265bis, section 4.1.3.2). */
export type SessionCookie = {
  read(c: HttpContext): string | null
  /** The value of Set-Cookie; null ends it. */
  write(sessionId: string | null, expiresAt?: Date): string
}

export function sessionCookie(baseUrl: string): SessionCookie {
  const secure = baseUrl.startsWith('https:')
  const name = secure ? '__Host-gotrs' : 'gotrs'
  const attributes = { path: '/', httpOnly: true, sameSite: 'Lax', secure } as const
  return {
    read: c => getCookie(c, name) || null,
    write(sessionId, expiresAt) {
      if (sessionId === null) return generateCookie(name, '', { ...attributes, maxAge: 0 })
      return generateCookie(name, sessionId, expiresAt ? { ...attributes, expires: expiresAt } : attributes)
    },
  }
}
