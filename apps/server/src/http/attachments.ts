import { attachmentLimits } from '@gotrs/contract/attachments'
import { DeskError } from '@gotrs/contract/errors'
import { id } from '@gotrs/contract/ids'
import { scopeOf } from '@gotrs/contract/scopes'
import { type OpenedAttachment, openAttachment } from '@gotrs/core/attachments/download'
import { contentTypeOf } from '@gotrs/core/attachments/sniff'
import { type FileFacts, uploadAttachment } from '@gotrs/core/attachments/upload'
import type { RunOptions } from '@gotrs/core/kernel/run-unit-of-work'
import { idempotentCall, readIdempotencyKey } from '../idempotency.ts'
import { requireCaller } from './caller.ts'
import { contentDisposition } from './content-disposition.ts'
import { fileBody } from './file-body.ts'
import { requireMediaType, requireNoEncoding } from './media-type.ts'
import { receiveFile } from './multipart.ts'
import { parseRange } from './range.ts'
import type { SessionCookie } from './session-cookie.ts'
import type { HttpContext, Server } from './types.ts'

// The envelope of the form around the largest file.
const maxRequestBytes = attachmentLimits.maxBytes + 64 * 1024

/** `POST /api/attachments`, multipart field `file`: answers the id that one message of the uploader takes. */
export function upload({ desk }: Server, cookie: SessionCookie) {
  return async (c: HttpContext): Promise<Response> => {
    c.set('route', '/api/attachments')
    const { actor } = await requireCaller(c, desk, cookie, scopeOf['attachment.upload'])
    const key = readIdempotencyKey(c.req.header('idempotency-key'))
    const onReplay = () => c.header('Idempotency-Replayed', 'true')
    // Another file with the same idempotency key is another call.
    const optionsFor = (input: FileFacts): RunOptions => ({
      channel: 'api',
      ...(key === null ? {} : { idempotency: idempotentCall(key, { path: 'attachments.upload', input }, onReplay) }),
    })
    const { incoming } = c.env
    requireNoEncoding(incoming)
    requireMediaType(incoming, 'multipart/form-data')
    if (Number(incoming.headers['content-length'] ?? 0) > maxRequestBytes) {
      throw new DeskError('too_large', { maxBytes: attachmentLimits.maxBytes })
    }
    const made = await receiveFile(incoming, attachmentLimits.maxBytes, file =>
      uploadAttachment(desk, actor, file, optionsFor),
    )
    c.header('Cache-Control', 'no-store')
    c.header('Location', `/api/attachments/${made.id}`)
    return c.json(made, 201)
  }
}

/** `GET` and `HEAD /api/attachments/:id`: always a download, except for a real raster image with `inline=1`, and a real PDF with `inline=pdf`. */
export function download({ desk }: Server, cookie: SessionCookie) {
  return async (c: HttpContext): Promise<Response> => {
    c.set('route', '/api/attachments/:id')
    const { actor } = await requireCaller(c, desk, cookie, scopeOf['ticket.read'])
    const attachmentId = id.safeParse(c.req.param('id'))
    if (!attachmentId.success) throw new DeskError('not_found')
    const file = await desk.read(actor, reader => openAttachment(reader, attachmentId.data))
    const shown = await inlineType(desk, file, c.req.query('inline'))
    const headers = new Headers({
      'Content-Type': shown ?? safeType(file.contentType),
      'Content-Disposition': contentDisposition(shown ? 'inline' : 'attachment', file.filename),
      'Content-Security-Policy': "sandbox; default-src 'none'",
      'Cache-Control': 'private, no-cache',
      'Accept-Ranges': 'bytes',
      ETag: `"${file.sha256}"`,
    })
    if (shown === pdf) allowOwnFrame(headers)
    return send(desk, c, file, headers)
  }
}

const pdf = 'application/pdf'

/** The agent app shows a PDF in a frame; in the sandbox the viewer of the browser works, and no script of our origin. */
function allowOwnFrame(headers: Headers): void {
  headers.set('Content-Security-Policy', "sandbox; default-src 'none'; frame-ancestors 'self'")
  headers.set('X-Frame-Options', 'SAMEORIGIN')
}

const rasterImages = new Set([
  ...['image/png', 'image/apng', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif'],
  ...['image/bmp', 'image/x-icon'],
])

/**
 * By its bytes: the declared type, of a mail for instance, is not trusted, and often wrong (`image/jpg`). Null for all
 * else.
 */
async function inlineType({ blobs }: Server['desk'], file: OpenedAttachment, wanted?: string): Promise<string | null> {
  if (file.size === 0 || (wanted !== '1' && wanted !== 'pdf')) return null
  const chunks: Buffer[] = []
  for await (const chunk of blobs.stream(file.blobKey, { start: 0, end: Math.min(file.size, 4_100) - 1 }))
    chunks.push(chunk)
  const type = await contentTypeOf(Buffer.concat(chunks), 'application/octet-stream')
  return (wanted === 'pdf' ? type === pdf : rasterImages.has(type)) ? type : null
}

/** Types that no browser executes, renders or passes to a plug-in; all others are served as bytes. */
function safeType(contentType: string): string {
  if (rasterImages.has(contentType)) return contentType
  return contentType === 'text/plain' ? 'text/plain; charset=utf-8' : 'application/octet-stream'
}

async function send(desk: Server['desk'], c: HttpContext, file: OpenedAttachment, headers: Headers): Promise<Response> {
  const etag = headers.get('ETag')
  if (c.req.header('if-none-match') === etag) return new Response(null, { status: 304, headers })
  const isRangeWanted = (c.req.header('if-range') ?? etag) === etag
  const range = isRangeWanted ? parseRange(c.req.header('range'), file.size) : null
  if (range === 'unsatisfiable') {
    c.header('Content-Range', `bytes */${file.size}`)
    throw new DeskError('range_not_satisfiable')
  }
  const { start, end } = range ?? { start: 0, end: file.size - 1 }
  headers.set('Content-Length', String(end - start + 1))
  if (range) headers.set('Content-Range', `bytes ${start}-${end}/${file.size}`)
  const isEmpty = c.req.method === 'HEAD' || file.size === 0
  const body = isEmpty ? null : await fileBody(desk.blobs.stream(file.blobKey, { start, end }))
  return new Response(body, { status: range ? 206 : 200, headers })
}
