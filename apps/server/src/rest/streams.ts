import { createContext } from '../context.ts'
import { eventStreamHeaders, streamProcedure } from '../http/events/stream-procedure.ts'
import type { SessionCookie } from '../http/session-cookie.ts'

import type { HttpContext, Server } from '../http/types.ts'
import { requireAllowed } from '../trpc.ts'
import { requireAccess } from './require-access.ts'
import { actionsOf } from './scopes-of.ts'
import type { StreamRow } from './stream-rows.ts'

/**
 * The stream of a procedure at its path below `/api`: the same one that the apps use, behind the checks of REST, which
 * reject with a status where tRPC sends an error in the stream.
 */
export async function openStream(
  c: HttpContext,
  server: Server,
  cookie: SessionCookie,
  row: StreamRow,
): Promise<Response> {
  const [procedure] = row.procedures
  c.set('route', row.path)
  c.set('procedures', [procedure])
  // An open stream does not extend the session.
  const ctx = await createContext(c, server, cookie, new Headers(), { extends: false })
  await requireAccess(ctx, row)
  for (const action of actionsOf(row)) requireAllowed(ctx, action)
  // Nobody would read this body, or cancel it.
  if (c.req.method === 'HEAD') return new Response(null, { headers: eventStreamHeaders })
  return streamProcedure(server, c, procedure, ctx, {})
}
