import type { IncomingMessage } from 'node:http'
import type { Log } from '@gotrs/core/kernel/log'

export type Forwarding = {
  /** Looks at a request. */
  note(incoming: IncomingMessage): void
  /** What to do about a proxy that is not trusted; null if the server saw none in the last hour. */
  advice(): string | null
}

const hourMs = 60 * 60_000
const advice =
  'requests carry X-Forwarded-For, and TRUST_PROXY is 0, so the header is ignored and all clients behind the proxy share one address in rate limits: set TRUST_PROXY to the number of proxies in front of the server'

/**
 * Detects a proxy that the settings do not mention. It is logged once, and shown by /readyz and `gotrs doctor`. It changes
 * no decision: anybody can send the header.
 */
export function watchForwarding(trustedHops: number, log: Log): Forwarding {
  let lastSeenAt: number | null = null
  return {
    note({ headers, socket }) {
      if (trustedHops > 0 || headers['x-forwarded-for'] === undefined) return
      if (lastSeenAt === null) log.warn({ peer: socket.remoteAddress }, advice)
      lastSeenAt = performance.now()
    },
    advice: () => (lastSeenAt !== null && performance.now() - lastSeenAt < hourMs ? advice : null),
  }
}
