import { DeskError } from '@gotrs/contract/errors'
import type { Hono } from 'hono'
import type { Env, HttpContext } from './types.ts'

type Known = { parts: string[]; method: string }

/**
 * Requests that no handler matches: 405 with the allowed methods for a known path (RFC 9110, section 15.5.6), an answer
 * to OPTIONS, and 404 for the rest. They must not fall through to a page of an app.
 */
export function otherMethods(app: Hono<Env>) {
  // The paths of all routes, read once after all of them were added.
  let known: Known[] | undefined
  return (c: HttpContext): Response => {
    known ??= app.routes.flatMap(({ method, path }) => (method === 'ALL' ? [] : { method, parts: path.split('/') }))
    const path = c.req.path.split('/')
    const methods = new Set(known.filter(({ parts }) => isAt(parts, path)).map(({ method }) => method))
    if (methods.size === 0) throw new DeskError('not_found')
    const allow = inOrder.filter(method => methods.has(method === 'HEAD' ? 'GET' : method))
    const header = [...allow, 'OPTIONS'].join(', ')
    if (c.req.method !== 'OPTIONS') throw new DeskError('method_not_allowed', { allow: header })
    return new Response(null, { status: 204, headers: { Allow: header } })
  }
}

const inOrder = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']

/** `:name` matches one segment of a path, `*` at the end any rest. */
function isAt(parts: readonly string[], path: readonly string[]): boolean {
  const isOpen = parts.at(-1) === '*'
  if (isOpen ? path.length < parts.length : path.length !== parts.length) return false
  return parts.every((part, at) => part === '*' || (part.startsWith(':') ? path[at] !== '' : part === path[at]))
}
