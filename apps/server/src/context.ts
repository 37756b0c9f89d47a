import { DeskError } from '@gotrs/contract/errors'
import { readExpiredAccessToken } from '@gotrs/core/accounts/access-token'
import { TRPCError } from '@trpc/server'
import { takesDemoPassword } from './demo-password.ts'
import { toTrpcError } from './errors.ts'
import { bearerToken, identifyCaller } from './http/caller.ts'
import { isForwarded } from './http/proxy-headers.ts'
import type { SessionCookie } from './http/session-cookie.ts'
import type { HttpContext, Server } from './http/types.ts'
import { readIdempotencyKey } from './idempotency.ts'
import type { Context } from './trpc.ts'

/**
 * The caller, from the bearer token or the cookie. With `takesExpired`, an access token of this server that has
 * expired, or whose login has ended, counts as no login, so that the client can refresh or log out. Every other invalid
 * token is rejected, also where no login is needed: a page of another site could use it to get past the cross-site
 * check.
 * @throws TRPCError for such a token, and when the caller cannot be identified, because the session store is
 * unavailable
 */
export async function createContext(
  c: HttpContext,
  { desk, settings }: Server,
  cookie: SessionCookie,
  answer: Headers,
  { takesExpired = false, extends: isExtending = true } = {},
): Promise<Context> {
  // With a token, the cookie is ignored, so the answer neither sets nor deletes it.
  const setSessionCookie: Context['setSessionCookie'] = (id, expiresAt) => {
    if (bearerToken(c) === null) answer.set('Set-Cookie', cookie.write(c, id, expiresAt))
  }
  const expired: { login: Context['expiredLogin'] } = { login: null }
  const caller = await identifyCaller(c, desk, cookie, { extends: isExtending }).catch(async error => {
    expired.login = takesExpired && isRefused(error) ? await expiredLoginOf(c, desk) : null
    return expired.login ? null : failed(error)
  })
  if (caller?.renewedUntil) setSessionCookie(caller.sessionId, caller.renewedUntil)
  return {
    desk,
    actor: caller?.actor ?? null,
    isAsCustomer: c.req.header(asCustomerHeader) === 'customer',
    credential: caller?.credential ?? null,
    scopes: caller?.scopes ?? null,
    expiredLogin: expired.login,
    sessionId: bearerToken(c) === null ? cookie.read(c) : null,
    idempotencyKey: idempotencyKeyOf(c),
    onReplay: () => answer.set('Idempotency-Replayed', 'true'),
    requestId: c.get('requestId'),
    remoteAddress: c.get('remoteAddress'),
    userAgent: c.req.header('user-agent') ?? '',
    refusesDemoPassword: !takesDemoPassword(settings) || isForwarded(c.env.incoming),
    setSessionCookie,
  }
}

/** The portal sends it: there everybody is a customer, an agent too. */
const asCustomerHeader = 'X-Gotrs-As'

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
