import { DeskError } from '@gotrs/contract/errors'
import type { MiddlewareHandler } from 'hono'
import { hostnameOf, isLocalName } from './host-name.ts'
import type { Env } from './types.ts'

/**
 * Rejects calls to a host name that is not this desk's. A page of an attacker can make its own name resolve to this
 * machine (DNS rebinding) and would then be of the same origin as the desk. Addresses, and names that are not in public
 * DNS, cannot be used for that, so they are allowed: for probes, and for desks on a local network.
 */
export function rejectForeignHost(baseUrl: string): MiddlewareHandler<Env> {
  const own = new URL(baseUrl).hostname
  return async (c, next) => {
    const host = hostnameOf(c.req.header('host'))
    if (host === null || (host !== own && !isLocalName(host))) throw new DeskError('wrong_host', { expected: own })
    await next()
  }
}
