import { TRPCError } from '@trpc/server'
import { toTrpcError } from './errors.ts'
import type { SessionCookie } from './http/session-cookie.ts'
import type { HttpContext, Server } from './http/types.ts'
import type { Context } from './trpc.ts'

/** Who calls, from the cookie. @throws TRPCError when it cannot be told, because the sessions are away */
export async function createContext(
  c: HttpContext,
  { desk }: Server,
  cookie: SessionCookie,
  answer: Headers,
): Promise<Context> {
  const sessionId = cookie.read(c)
  const setSessionCookie: Context['setSessionCookie'] = (id, expiresAt) =>
    answer.set('Set-Cookie', cookie.write(id, expiresAt))
  const session = sessionId === null ? null : await desk.sessions.validate(sessionId).catch(failed)
  if (session?.isExtended) setSessionCookie(sessionId, session.expiresAt)
  return {
    desk,
    actor: session?.actor ?? null,
    sessionId,
    requestId: c.get('requestId'),
    remoteAddress: c.get('remoteAddress'),
    userAgent: c.req.header('user-agent') ?? '',
    setSessionCookie,
  }
}

function failed(cause: unknown): never {
  throw toTrpcError(new TRPCError({ code: 'INTERNAL_SERVER_ERROR', cause }))
}
