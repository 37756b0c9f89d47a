import type { Settings } from '../env.ts'
import { hostnameOf, isLocalName } from './host-name.ts'
import { isForwarded } from './proxy-headers.ts'
import type { HttpContext } from './types.ts'

type Facts = Pick<Settings, 'baseUrl' | 'trustedHops'>

export const secureCookieName = '__Host-gotrs'

/**
 * The scheme that the browser uses to reach this desk, through any proxies. The browser's own headers come first: pages
 * cannot set Origin (Fetch standard, forbidden request headers), and browsers send a `__Host-` cookie over TLS alone.
 * Then the header of a trusted proxy, then BASE_URL for its own host. Untrusted headers are ignored.
 */
export function isHttps(c: HttpContext, { baseUrl, trustedHops }: Facts): boolean {
  const origin = ownOrigin(c, baseUrl)
  if (origin !== null) return origin.protocol === 'https:'
  if (c.req.header('cookie')?.includes(`${secureCookieName}=`)) return true
  const forwarded = forwardedProto(c, trustedHops)
  if (forwarded !== null) return forwarded === 'https'
  return baseUrl.startsWith('https:') && !isDirect(c, baseUrl)
}

/** Opened directly on this machine or network, without the proxy of BASE_URL. */
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
