import { isIP } from 'node:net'
import { DeskError } from '@gotrs/contract/errors'
import type { MiddlewareHandler } from 'hono'
import type { Env } from './types.ts'

/**
 * Refuses calls to a host name that is not this desk's. A page of an attacker can make its own name resolve to this
 * machine (DNS rebinding) and would then be of the same origin as the desk. Addresses, and names that no public DNS
 * gives out, cannot be used for that: probes by address and desks on a local network keep working.
 */
export function refuseForeignHost(baseUrl: string): MiddlewareHandler<Env> {
  const own = new URL(baseUrl).hostname
  return async (c, next) => {
    const host = hostnameOf(c.req.header('host'))
    if (host === null || (host !== own && !isLocalName(host))) throw new DeskError('wrong_host', { expected: own })
    await next()
  }
}

/** In lower case, without the port and the brackets of an IPv6 address; null where the header is no host. */
export function hostnameOf(header: string | undefined): string | null {
  const url = `http://${header ?? ''}`
  if (!header || /[/?#@\\\s]/.test(header) || !URL.canParse(url)) return null
  return new URL(url).hostname.replace(/\.$/, '')
}

/** Names of RFC 6761, RFC 6762, RFC 8375, of one label, and the usual one of home routers. */
const localNames = /^[^.]+$|\.(?:localhost|local|internal|lan|home\.arpa)$/

export const isLocalName = (host: string) => isIP(bare(host)) !== 0 || localNames.test(host)

export function isLoopbackName(host: string): boolean {
  return (
    host === 'localhost' || host.endsWith('.localhost') || bare(host) === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host)
  )
}

const bare = (host: string) => host.replace(/^\[|\]$/g, '')
