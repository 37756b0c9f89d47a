import { isIP } from 'node:net'

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
