import { createHash } from 'node:crypto'
import { compress, isCompressed } from '../http/compression.ts'
import type { HttpContext } from '../http/types.ts'
import type { RestRoute } from './route.ts'

/**
 * The answer of a row as JSON. A program with a token may cache an answer to GET, and revalidate it by its ETag. A
 * browser would store it on disk, and show it to the next person after a logout.
 */
export async function jsonAnswer(c: HttpContext, row: RestRoute, data: unknown, headers: Headers): Promise<Response> {
  const text = JSON.stringify(data)
  const isRead = row.method === 'get'
  const isZipped = isRead && isCompressed(c, text)
  const etag = etagOf(row, data, text)
  if (etag !== null) headers.set('ETag', isZipped ? zippedEtag(etag) : etag)
  headers.set('Cache-Control', isRead && c.get('caller')?.credential !== 'session' ? 'private, no-cache' : 'no-store')
  if (isRead) headers.set('Vary', 'Authorization, Cookie, Accept-Encoding')
  if (isRead && isKnown(c.req.header('if-none-match'), etag)) return new Response(null, { status: 304, headers })
  headers.set('Content-Type', 'application/json')
  if (!isZipped) return new Response(text, { status: row.status, headers })
  headers.set('Content-Encoding', 'gzip')
  return new Response(await compress(text), { status: row.status, headers })
}

/** A strong validator names one representation (RFC 9110, section 8.8.3.3). */
const zippedEtag = (etag: string): string => (etag.startsWith('"') ? `${etag.slice(0, -1)}-gzip"` : etag)

/** With the version where there is one, for `If-Match`; the rest of a ticket changes without a new version. */
function etagOf(row: RestRoute, data: unknown, text: string): string | null {
  const version = row.versionOf?.(data as never) ?? null
  if (version === null && row.method !== 'get') return null
  const hash = createHash('sha256').update(text).digest('base64url').slice(0, 22)
  return version === null ? `W/"${hash}"` : `"${version}.${hash}"`
}

/** By the weak comparison, of all that are given (RFC 9110, section 13.1.2). */
function isKnown(ifNoneMatch: string | undefined, etag: string | null): boolean {
  if (ifNoneMatch === undefined || etag === null) return false
  if (ifNoneMatch.trim() === '*') return true
  const plain = (tag: string) =>
    tag
      .trim()
      .replace(/^W\//, '')
      .replace(/-gzip"$/, '"')
  return ifNoneMatch.split(',', 50).some(tag => plain(tag) === plain(etag))
}
