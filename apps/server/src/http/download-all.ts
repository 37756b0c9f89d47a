import { Readable } from 'node:stream'
import { DeskError } from '@gotrs/contract/errors'
import { id } from '@gotrs/contract/ids'
import { scopeOf } from '@gotrs/contract/scopes'
import { openFilesOfMessage } from '@gotrs/core/conversation/open-files'
import { zipNames } from '@gotrs/core/conversation/zip-names'
import { makeZip, predictLength } from 'client-zip'
import { requireCaller } from './caller.ts'
import { contentDisposition } from './content-disposition.ts'
import { fileBody } from './file-body.ts'
import type { SessionCookie } from './session-cookie.ts'
import type { HttpContext, Server } from './types.ts'

type Blobs = Server['desk']['blobs']
type Entry = { name: string; size: number; blobKey: string }

/** `GET` and `HEAD /api/messages/:id/attachments.zip`: all files of a message, read from the disk while they are sent. */
export function downloadAll({ desk }: Server, cookie: SessionCookie) {
  return async (c: HttpContext): Promise<Response> => {
    c.set('route', '/api/messages/:id/attachments.zip')
    const { actor } = await requireCaller(c, desk, cookie, scopeOf['ticket.read'])
    const messageId = id.safeParse(c.req.param('id'))
    if (!messageId.success) throw new DeskError('not_found')
    const { files, ticketNumber } = await desk.read(actor, reader => openFilesOfMessage(reader, messageId.data))
    const names = zipNames(files.map(file => file.filename))
    const entries = files.map(({ size, blobKey }, at) => ({ name: names[at] ?? 'file', size, blobKey }))
    const headers = {
      'Content-Type': 'application/zip',
      'Content-Length': String(predictLength(entries)),
      'Content-Disposition': contentDisposition('attachment', `ticket-${ticketNumber}.zip`),
      'Content-Security-Policy': "sandbox; default-src 'none'",
      'Cache-Control': 'private, no-store',
    }
    if (c.req.method === 'HEAD') return new Response(null, { headers })
    const zip = Readable.from(makeZip(opened(desk.blobs, entries)))
    return new Response(await fileBody(zip), { headers })
  }
}

/** One file is open at a time. `makeZip` throws into this generator when the client leaves. */
async function* opened(blobs: Blobs, entries: Entry[]) {
  for (const { name, size, blobKey } of entries) {
    const input = blobs.stream(blobKey)
    try {
      yield { name, size, input }
    } catch {
      return
    } finally {
      input.destroy()
    }
  }
}
