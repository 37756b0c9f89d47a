import { compressedOnce } from '../../http/compression.ts'
import type { HttpContext } from '../../http/types.ts'
import { openApiDocument } from '../document/openapi.ts'
import { renderDocs } from './page.ts'

/** `GET /api/openapi.json`. Made once: the table does not change while the process runs. */
export function openApiJson(baseUrl: string) {
  let send: ReturnType<typeof compressedOnce> | undefined
  return (c: HttpContext): Promise<Response> => {
    c.set('route', '/api/openapi.json')
    send ??= compressedOnce(JSON.stringify(openApiDocument(baseUrl)))
    return send(c, {
      headers: new Headers({ 'Content-Type': 'application/json', 'Cache-Control': 'public, max-age=300' }),
    })
  }
}

/** `GET /api/docs`: the same as a page. It has no scripts; the policy names its one style block. */
export function docsPage(baseUrl: string) {
  let page: { policy: string; send: ReturnType<typeof compressedOnce> } | undefined
  return (c: HttpContext): Promise<Response> => {
    c.set('route', '/api/docs')
    page ??= renderPage(baseUrl)
    const headers = new Headers({
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': page.policy,
      'Cache-Control': 'public, max-age=300',
    })
    return page.send(c, { headers })
  }
}

function renderPage(baseUrl: string) {
  const { html, policy } = renderDocs(openApiDocument(baseUrl))
  return { policy, send: compressedOnce(html) }
}
