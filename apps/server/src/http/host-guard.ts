import { DeskError } from '@gotrs/contract/errors'
import type { MiddlewareHandler } from 'hono'
import { hostnameOf, isLocalName } from './host-name.ts'
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
