import { Resolver } from 'node:dns/promises'
import type { Resolve } from './bounded-resolver.ts'

export type ResolverOptions = {
  /** `address` or `address:port`; empty: those that the machine is set up for. */
  servers?: readonly string[]
  /** For one try. */
  timeoutMs?: number
  tries?: number
}

/** DNS over the network. Every question has an end, whether a server answers or not. */
export function systemResolver({ servers = [], timeoutMs = 2_000, tries = 2 }: ResolverOptions = {}): Resolve {
  const resolver = new Resolver({ timeout: timeoutMs, tries, maxTimeout: timeoutMs })
  if (servers.length > 0) resolver.setServers(servers)
  return (name, type) => resolver.resolve(name, type)
}
