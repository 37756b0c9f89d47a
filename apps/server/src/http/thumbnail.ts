import { DeskError } from '@gotrs/contract/errors'
import { id } from '@gotrs/contract/ids'
import { scopeOf } from '@gotrs/contract/scopes'
import { openThumbnail } from '@gotrs/core/attachments/thumbnail'
import { requireCaller } from './caller.ts'
import type { SessionCookie } from './session-cookie.ts'
import type { HttpContext, Server } from './types.ts'

/** `GET` and `HEAD /api/attachments/:id/thumbnail`: the small picture of an attachment; it never changes. */
export function thumbnail({ desk }: Server, cookie: SessionCookie) {
  return async (c: HttpContext): Promise<Response> => {
    c.set('route', '/api/attachments/:id/thumbnail')
    const { actor } = await requireCaller(c, desk, cookie, scopeOf['ticket.read'])
    const attachmentId = id.safeParse(c.req.param('id'))
    if (!attachmentId.success) throw new DeskError('not_found')
    const { bytes, contentType } = await openThumbnail(desk, actor, attachmentId.data)
    const headers = {
      'Content-Type': contentType,
      'Content-Length': String(bytes.length),
      'Content-Disposition': 'inline',
      'Content-Security-Policy': "sandbox; default-src 'none'",
      // `Vary`: somebody else who logs in with the same browser does not get it from its cache.
      'Cache-Control': 'private, max-age=31536000, immutable',
      Vary: 'Cookie, Authorization',
    }
    return new Response(c.req.method === 'HEAD' ? null : new Uint8Array(bytes), { headers })
  }
}
