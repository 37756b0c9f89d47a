import type { HttpContext } from '../../http/types.ts'
import { openApiDocument } from '../document/openapi.ts'
import { renderDocs } from './page.ts'

/** `GET /api/openapi.json`. Made once: the table does not change while the process runs. */
export function openApiJson(baseUrl: string) {
  let text: string | undefined
  return (c: HttpContext): Response => {
    c.set('route', '/api/openapi.json')
    text ??= JSON.stringify(openApiDocument(baseUrl))
    const headers = { 'Content-Type': 'application/json', 'Cache-Control': 'public, max-age=300' }
    return new Response(text, { headers })
  }
}

/** `GET /api/docs`: the same, to be read. A page without scripts; its one style block is named by the policy. */
export function docsPage(baseUrl: string) {
  let page: { html: string; policy: string } | undefined
  return (c: HttpContext): Response => {
    c.set('route', '/api/docs')
    page ??= renderDocs(openApiDocument(baseUrl))
    const headers = {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': page.policy,
      'Cache-Control': 'public, max-age=300',
    }
    return new Response(page.html, { headers })
  }
}
