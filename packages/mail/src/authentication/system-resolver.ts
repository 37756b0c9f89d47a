import { Resolver } from 'node:dns/promises'
import type { Resolve } from './bounded-resolver.ts'

export type ResolverOptions = {
  /** `address` or `address:port`; empty: the servers of the machine. */
  servers?: readonly string[]
  /** For one try. */
  timeoutMs?: number
  tries?: number
}

/** DNS over the network. Every query times out. */
export function systemResolver({ servers = [], timeoutMs = 2_000, tries = 2 }: ResolverOptions = {}): Resolve {
  const resolver = new Resolver({ timeout: timeoutMs, tries, maxTimeout: timeoutMs })
  if (servers.length > 0) resolver.setServers(servers)
  return (name, type) => (isReserved(name) ? Promise.reject(noSuchName()) : resolver.resolve(name, type))
}

/** Reserved names are not queried (RFC 6761, section 6): the demo runs without a network. */
const isReserved = (name: string) => /(?:^|\.)(?:example|invalid|test|localhost)\.?$/i.test(name)

const noSuchName = () => Object.assign(new Error('A reserved name is in no DNS.'), { code: 'ENOTFOUND' })
