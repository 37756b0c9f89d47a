import { DeskError } from '@gotrs/contract/errors'
import { readExpiredAccessToken } from '@gotrs/core/accounts/access-token'
import { TRPCError } from '@trpc/server'
import { readIdempotencyKey } from './desk-of-call.ts'
import { toTrpcError } from './errors.ts'
import { bearerToken, identifyCaller } from './http/caller.ts'
import type { SessionCookie } from './http/session-cookie.ts'
import type { HttpContext, Server } from './http/types.ts'
import type { Context } from './trpc.ts'

/**
 * Who calls, from the bearer token or the cookie; with `isForAnyone` a token that is not good any more is nobody's, so that
 * it can be exchanged, and its login ended. @throws TRPCError when it cannot be told, because the sessions are away
 */
export async function createContext(
  c: HttpContext,
  { desk }: Server,
  cookie: SessionCookie,
  answer: Headers,
  { isForAnyone = false } = {},
): Promise<Context> {
  // Beside a token no cookie is believed, and so none is set or taken away either.
  const setSessionCookie: Context['setSessionCookie'] = (id, expiresAt) => {
    if (bearerToken(c) === null) answer.set('Set-Cookie', cookie.write(id, expiresAt))
  }
  const caller = await identifyCaller(c, desk, cookie).catch(error =>
    isForAnyone && isRefused(error) ? null : failed(error),
  )
  if (caller?.renewedUntil) setSessionCookie(caller.sessionId, caller.renewedUntil)
  return {
    desk,
    actor: caller?.actor ?? null,
    credential: caller?.credential ?? null,
    scopes: caller?.scopes ?? null,
    // One that is not good any more is to be replaced at a login all the same.
    expiredLogin: isForAnyone && caller === null ? await expiredLoginOf(c, desk) : null,
    sessionId: bearerToken(c) === null ? cookie.read(c) : null,
    idempotencyKey: idempotencyKeyOf(c),
    requestId: c.get('requestId'),
    remoteAddress: c.get('remoteAddress'),
    userAgent: c.req.header('user-agent') ?? '',
    setSessionCookie,
  }
}

const isRefused = (error: unknown) => error instanceof DeskError && error.code === 'not_logged_in'

async function expiredLoginOf(c: HttpContext, desk: Server['desk']): Promise<Context['expiredLogin']> {
  const token = bearerToken(c)
  return token === null ? null : readExpiredAccessToken(desk, token)
}

function idempotencyKeyOf(c: HttpContext): string | null {
  try {
    return readIdempotencyKey(c.req.header('idempotency-key'))
  } catch (error) {
    return failed(error)
  }
}

function failed(cause: unknown): never {
  throw toTrpcError(new TRPCError({ code: 'INTERNAL_SERVER_ERROR', cause }))
}
