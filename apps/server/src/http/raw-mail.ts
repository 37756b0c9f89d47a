import { DeskError } from '@gotrs/contract/errors'
import { id } from '@gotrs/contract/ids'
import { scopeOf } from '@gotrs/contract/scopes'
import { type StoredMail, streamRawMail } from '@gotrs/core/blobs/raw-mail'
import { exportLedgerMail, findLedgerMail } from '@gotrs/core/inbound/admin/raw'
import { exportRawMail, findRawMail } from '@gotrs/core/messages/raw'
import { requireCaller } from './caller.ts'
import { fileBody } from './file-body.ts'
import type { SessionCookie } from './session-cookie.ts'
import type { HttpContext, Server } from './types.ts'

/** `GET /api/messages/:id/raw`: the original mail of a message as a file, byte for byte except reply tokens. */
export function rawMail({ desk }: Server, cookie: SessionCookie) {
  return async (c: HttpContext): Promise<Response> => {
    c.set('route', '/api/messages/:id/raw')
    const { actor } = await requireCaller(c, desk, cookie, scopeOf['message.readRaw'])
    const messageId = idOf(c)
    const found = isHead(c)
      ? await desk.read(actor, reader => findRawMail(reader, { messageId }))
      : await desk.run(actor, uow => exportRawMail(uow, { messageId }))
    return send(c, desk, found)
  }
}

/** `GET /api/inbound/:id/raw`: a mail of the ledger, also one without a ticket. */
export function rawInbound({ desk }: Server, cookie: SessionCookie) {
  return async (c: HttpContext): Promise<Response> => {
    c.set('route', '/api/inbound/:id/raw')
    const { actor } = await requireCaller(c, desk, cookie, scopeOf['inbound.read'])
    const mailId = idOf(c)
    const found = isHead(c)
      ? await desk.read(actor, reader => findLedgerMail(reader, { mailId }))
      : await desk.run(actor, uow => exportLedgerMail(uow, { mailId }))
    return send(c, desk, found)
  }
}

/** Sends no content, so no event is recorded. */
const isHead = (c: HttpContext) => c.req.method === 'HEAD'

function idOf(c: HttpContext): string {
  const given = id.safeParse(c.req.param('id'))
  if (!given.success) throw new DeskError('not_found')
  return given.data
}

async function send(c: HttpContext, { blobs }: Server['desk'], { blobKey, size }: StoredMail): Promise<Response> {
  const headers = {
    'Content-Type': 'message/rfc822',
    'Content-Length': String(size),
    'Content-Disposition': 'attachment; filename="message.eml"',
    'Content-Security-Policy': "sandbox; default-src 'none'",
    'Cache-Control': 'private, no-store',
  }
  if (isHead(c) || size === 0) return new Response(null, { headers })
  return new Response(await fileBody(streamRawMail(blobs, blobKey)), { headers })
}
