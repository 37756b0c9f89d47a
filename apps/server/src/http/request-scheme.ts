import type { Settings } from '../env.ts'
import { hostnameOf, isLocalName } from './host-name.ts'
import { isForwarded } from './proxy-headers.ts'
import type { HttpContext } from './types.ts'

type Facts = Pick<Settings, 'baseUrl' | 'trustedHops'>

export const secureCookieName = '__Host-gotrs'

/**
 * How the person's browser reaches this desk, whatever is in between. The browser's own word comes first: pages
 * cannot set Origin (Fetch standard, forbidden request headers), and browsers send a `__Host-` cookie over TLS alone.
 * Then a trusted proxy's word, then BASE_URL for its own host. What only an untrusted header says is not believed.
 */
export function isHttps(c: HttpContext, { baseUrl, trustedHops }: Facts): boolean {
  const origin = ownOrigin(c, baseUrl)
  if (origin !== null) return origin.protocol === 'https:'
  if (c.req.header('cookie')?.includes(`${secureCookieName}=`)) return true
  const forwarded = forwardedProto(c, trustedHops)
  if (forwarded !== null) return forwarded === 'https'
  return baseUrl.startsWith('https:') && !isDirect(c, baseUrl)
}

/** Opened on this machine or network, past the proxy that BASE_URL leads to. */
function isDirect(c: HttpContext, baseUrl: string): boolean {
  const host = hostnameOf(c.req.header('host'))
  return host !== null && host !== new URL(baseUrl).hostname && isLocalName(host) && !isForwarded(c.env.incoming)
}

/** Of a request that a page of this desk makes. */
function ownOrigin(c: HttpContext, baseUrl: string): URL | null {
  const origin = c.req.header('origin') ?? ''
  if (!/^https?:\/\//.test(origin) || !URL.canParse(origin)) return null
  const url = new URL(origin)
  return origin === baseUrl || url.host === c.req.header('host') ? url : null
}

/** Proxies append to the header, or replace it: the outermost trusted one wrote the entry of its place, or the first. */
function forwardedProto(c: HttpContext, trustedHops: number): string | null {
  if (trustedHops === 0) return null
  const listed = (c.req.header('x-forwarded-proto') ?? '').split(',').map(part => part.trim().toLowerCase())
  const word = listed.at(-trustedHops) ?? listed[0]
  return word === 'https' || word === 'http' ? word : null
}
