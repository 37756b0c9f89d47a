import type { Settings } from '../env.ts'
import { forwardedHeaders } from './proxy-headers.ts'
import { isHttps } from './request-scheme.ts'
import type { HttpContext } from './types.ts'

/** How a request arrived here: for `gotrs doctor`, which asks by BASE_URL and compares. */
export type RequestFacts = {
  scheme: 'http' | 'https'
  host: string | null
  forwardedProto: string | null
  proxyHeaders: string[]
}

/** Shows callers only their own request. */
export function showRequest(settings: Pick<Settings, 'baseUrl' | 'trustedHops'>) {
  return (c: HttpContext): Response => {
    c.set('route', '/healthz/request')
    c.header('Cache-Control', 'no-store')
    return c.json({
      scheme: isHttps(c, settings) ? 'https' : 'http',
      host: c.req.header('host') ?? null,
      forwardedProto: c.req.header('x-forwarded-proto') ?? null,
      proxyHeaders: forwardedHeaders(c.env.incoming),
    } satisfies RequestFacts)
  }
}
