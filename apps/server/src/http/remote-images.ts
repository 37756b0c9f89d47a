import { DeskError } from '@gotrs/contract/errors'
import { id } from '@gotrs/contract/ids'
import { scopeOf } from '@gotrs/contract/scopes'
import { loadRemoteImage, type RemoteImage } from '@gotrs/core/messages/remote-images'
import { requireCaller } from './caller.ts'
import { missingPicture } from './missing-picture.ts'
import { restError } from './rest-error.ts'
import type { SessionCookie } from './session-cookie.ts'
import type { HttpContext, Server } from './types.ts'

// Each takes up to ten megabytes for up to ten seconds; a browser requests six at a time.
const maxAtOnce = 48

/** `GET /api/messages/:id/remote-image?url=…`: an image of another server in this message; with `&orWords=1` an image with the reason if it cannot be fetched. */
export function remoteImage(server: Server, cookie: SessionCookie) {
  const { desk } = server
  let underWay = 0
  const load = async (c: HttpContext): Promise<Response> => {
    const { actor } = await requireCaller(c, desk, cookie, scopeOf['ticket.read'])
    const messageId = id.safeParse(c.req.param('id'))
    const url = c.req.query('url')
    if (!messageId.success || !url) throw new DeskError('not_found')
    if (underWay >= maxAtOnce) throw new DeskError('too_many_requests', { retryAfter: 5 })
    underWay++
    try {
      return pictureResponse(await loadRemoteImage(desk, actor, { messageId: messageId.data, url }))
    } finally {
      underWay--
    }
  }
  return async (c: HttpContext): Promise<Response> => {
    c.set('route', '/api/messages/:id/remote-image')
    try {
      return await load(c)
    } catch (error) {
      if (!c.req.query('orWords')) throw error
      return missingPicture(restError(c, error, server))
    }
  }
}

const pictureResponse = ({ contentType, content }: RemoteImage) =>
  new Response(new Uint8Array(content), {
    headers: {
      'Content-Type': contentType,
      'Content-Length': String(content.length),
      'Content-Security-Policy': "sandbox; default-src 'none'",
      'Cache-Control': 'private, max-age=86400',
    },
  })
