import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { extname, join, sep } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { DeskError } from '@gotrs/contract/errors'
import { chooseEncoding, type Encoding } from './choose-encoding.ts'
import type { HttpContext } from './types.ts'

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
}
const isCompressible = /^text\/|json|svg|javascript/

type Stored = { type: string; etag: string; bodies: Partial<Record<Encoding, Promise<Buffer>>>; identity: Buffer }

/** Which built app a path belongs to, and under which prefix its files lie. */
const appOf = (path: string) =>
  path === '/agent' || path.startsWith('/agent/') ? { name: 'agent', prefix: '/agent' } : { name: 'portal', prefix: '' }

/**
 * The two browser apps. Their files are read once, at the start: a path is looked up among them and never joined to a
 * folder, so no path can leave the folder, and the files stay complete while a build replaces them. A path with a file
 * extension is 404 if the file does not exist; every other path is a page of the app.
 */
export function serveApps(webDir: string | null) {
  const files = new Map<string, Stored>()
  for (const app of ['agent', 'portal']) {
    for (const file of webDir ? listFiles(join(webDir, app)) : [])
      files.set(`${app}/${file.url}`, readStored(file.path))
  }
  return async (c: HttpContext): Promise<Response> => {
    c.set('route', 'app')
    if (c.req.method !== 'GET' && c.req.method !== 'HEAD') throw new DeskError('not_found')
    const { name, prefix } = appOf(c.req.path)
    const url = c.req.path.slice(prefix.length + 1)
    const file = files.get(`${name}/${url}`)
    if (file && url !== 'index.html') return answer(c, file, cachingOf(url))
    const page = files.get(`${name}/index.html`)
    if (!isPage(url) || !page) throw new DeskError('not_found')
    return answer(c, page, 'no-cache')
  }
}

/**
 * Does a page of the app have this path? A name with an extension or a leading dot, as in `/.well-known/`, does not: an
 * old page that asks for a missing script must not get HTML for it.
 */
function isPage(url: string): boolean {
  if (url === 'index.html') return true
  return !/^assets\/|(?:^|\/)\.|\.[a-z0-9]{1,12}$/i.test(url)
}

function listFiles(folder: string): { url: string; path: string }[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name))
    .map(path => ({
      path,
      url: path
        .slice(folder.length + 1)
        .split(sep)
        .join('/'),
    }))
}

/** The bundler puts a hash into every name below assets/. */
const cachingOf = (url: string) => (url.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache')

function readStored(path: string): Stored {
  const identity = readFileSync(path)
  const etag = createHash('sha256').update(identity).digest('base64url').slice(0, 27)
  return { type: types[extname(path)] ?? 'application/octet-stream', etag, identity, bodies: {} }
}

async function answer(c: HttpContext, stored: Stored, caching: string): Promise<Response> {
  const encoding = isCompressible.test(stored.type)
    ? chooseEncoding(c.req.header('accept-encoding'), ['br', 'gzip'])
    : 'identity'
  // One validator per representation (RFC 9110, section 8.8.3.3).
  const etag = `"${stored.etag}${encoding === 'identity' ? '' : `-${encoding}`}"`
  const headers = new Headers({
    'Content-Type': stored.type,
    'Cache-Control': caching,
    ETag: etag,
    Vary: 'Accept-Encoding',
  })
  if (c.req.header('if-none-match') === etag) return new Response(null, { status: 304, headers })
  if (encoding !== 'identity') headers.set('Content-Encoding', encoding)
  const body = await encoded(stored, encoding)
  headers.set('Content-Length', String(body.length))
  return new Response(c.req.method === 'HEAD' ? null : new Uint8Array(body), { headers })
}

const brotli = promisify(brotliCompress)
const zip = promisify(gzip)

/** Compressed at the first request and cached: the files are few and do not change while the process runs. */
function encoded(stored: Stored, encoding: Encoding): Promise<Buffer> {
  const { identity, bodies } = stored
  bodies[encoding] ??=
    encoding === 'br'
      ? brotli(identity, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } })
      : encoding === 'gzip'
        ? zip(identity, { level: 9 })
        : Promise.resolve(identity)
  return bodies[encoding]
}
