import { DeskError } from '@gotrs/contract/errors'
import type { Scope } from '@gotrs/contract/scopes'
import { readExpiredAccessToken, verifyAccessToken } from '@gotrs/core/accounts/access-token'
import { apiTokenPrefix } from '@gotrs/core/accounts/api-tokens'
import { type Caller, identifyBearer } from '@gotrs/core/accounts/credentials'
import type { SessionCookie } from './session-cookie.ts'
import type { HttpContext, Server } from './types.ts'

/** `renewedUntil`: the browser's cookie is to be set again. */
type Identified = Caller & { sessionId: string | null; renewedUntil?: Date | undefined }

/**
 * Authenticates the caller by bearer token, else by the browser's cookie; null without both. An invalid bearer token is
 * an error, even with a valid cookie. @throws DeskError `not_logged_in`
 */
export async function identifyCaller(
  c: HttpContext,
  desk: Server['desk'],
  cookie: SessionCookie,
  options: { extends?: boolean } = {},
): Promise<Identified | null> {
  const caller = await findCaller(c, desk, cookie, options)
  if (caller) c.set('caller', { userId: caller.actor.id, credential: caller.actor.via ?? 'session' })
  return caller
}

async function findCaller(
  c: HttpContext,
  desk: Server['desk'],
  cookie: SessionCookie,
  { extends: isExtending = true }: { extends?: boolean },
): Promise<Identified | null> {
  const token = bearerToken(c)
  if (token !== null) {
    const caller = await identifyBearer(desk, token)
    if (!caller) throw new DeskError('not_logged_in', { reason: await whyRefused(desk, token) })
    return { ...caller, sessionId: null }
  }
  const sessionId = cookie.read(c)
  if (sessionId === null) return null
  const credential = { kind: 'session', sessionId } as const
  if (!isExtending) {
    const actor = (await desk.sessions.findActors([sessionId])).get(sessionId)
    return actor ? { actor, credential, scopes: null, sessionId } : null
  }
  const session = await desk.sessions.validate(sessionId)
  if (!session) return null
  const renewedUntil = session.isExtended ? session.expiresAt : undefined
  return { actor: session.actor, credential, scopes: null, sessionId, renewedUntil }
}

/** Reveals nothing about a token that this server did not sign. */
async function whyRefused(desk: Server['desk'], token: string): Promise<string> {
  if (token.startsWith(apiTokenPrefix)) return 'Unknown, revoked or expired API token. Create a new one'
  if (await verifyAccessToken(desk, token)) return 'The login of this access token has ended. Log in again'
  const isOurs = (await readExpiredAccessToken(desk, token)) !== null
  return isOurs
    ? 'The access token has expired. Get a new one with POST /api/auth/refresh'
    : 'Invalid token: not issued by this server. Send an API token (gotrs_...) or the access token of a login'
}

export const noToken = { reason: 'Missing token. Send Authorization: Bearer TOKEN' }

/** Null without one. Only the header counts, never the address (RFC 6750, section 2.1). */
export function bearerToken(c: HttpContext): string | null {
  const [scheme = '', token = ''] = (c.req.header('authorization') ?? '').trim().split(/\s+/, 2)
  return scheme.toLowerCase() === 'bearer' ? token : null
}

/** For requests outside the procedures. @throws DeskError `not_logged_in`, `insufficient_scope` */
export async function requireCaller(
  c: HttpContext,
  desk: Server['desk'],
  cookie: SessionCookie,
  scope: Scope,
): Promise<Identified> {
  const caller = await identifyCaller(c, desk, cookie, { extends: false })
  if (!caller) throw new DeskError('not_logged_in', noToken)
  requireScope(caller.scopes, scope)
  return caller
}

/** @throws DeskError `insufficient_scope` */
export function requireScope(scopes: readonly Scope[] | null, scope: Scope): void {
  if (scopes && !scopes.includes(scope)) throw new DeskError('insufficient_scope', { scope })
}
