import { BlockList, isIP } from 'node:net'

export type Family = 4 | 6

/** `public`: on the internet; `private`: on this machine or network; `never`: the desk never connects to it, such as metadata services. */
export type Reach = 'public' | 'private' | 'never'

/** The reach of an address, in any of its written forms. Text that is not an address is `never`. */
export function reachOf(address: string): Reach {
  const plain = plainAddress(address)
  if (plain === null) return 'never'
  if (plain.family === 4) return reachOfV4(plain.address)
  if (isListed(neverV6, plain)) return 'never'
  const inner = embeddedV4(groupsOf(plain.address))
  if (inner !== null && reachOfV4(inner) !== 'public') return reachOfV4(inner)
  if (isListed(privateV6, plain)) return 'private'
  return isListed(publicV6, plain) ? 'public' : 'never'
}

/** Without brackets and zone, and an IPv4-mapped address (RFC 4291, section 2.5.5.2) as the IPv4 address that it is. */
export function plainAddress(text: string): { address: string; family: Family } | null {
  const bare = (text.startsWith('[') && text.endsWith(']') ? text.slice(1, -1) : text).split('%', 1)[0] ?? ''
  const family = isIP(bare)
  if (family === 4) return { address: bare, family }
  if (family !== 6) return null
  const groups = groupsOf(bare)
  if (groups.slice(0, 5).every(group => group === 0) && groups[5] === 0xffff) {
    return { address: dotted(groups[6], groups[7]), family: 4 }
  }
  return { address: bare, family: 6 }
}

export const isListed = (list: BlockList, { address, family }: { address: string; family: Family }): boolean =>
  list.check(address, family === 4 ? 'ipv4' : 'ipv6')

/** @throws Error for an invalid block */
export function listOf(blocks: readonly string[]): BlockList {
  const list = new BlockList()
  for (const block of blocks) {
    const [address = '', prefix] = block.split('/')
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
    list.addSubnet(address, prefix === undefined ? (family === 'ipv6' ? 128 : 32) : Number(prefix), family)
  }
  return list
}

// This network, link-local with the metadata services, protocol assignments, the 6to4 relay (RFC 7526), multicast, reserved
// and broadcast (RFC 6890). Two clouds have other metadata addresses: 100.100.100.200 and 168.63.129.16.
const neverV4 = listOf([
  ...['0.0.0.0/8', '169.254.0.0/16', '192.0.0.0/24', '192.88.99.0/24', '224.0.0.0/4', '240.0.0.0/4'],
  ...['100.100.100.200', '168.63.129.16'],
])
// Loopback, RFC 1918, RFC 6598, documentation (RFC 5737), benchmarking (RFC 2544).
const privateV4 = listOf([
  ...['127.0.0.0/8', '10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10'],
  ...['192.0.2.0/24', '198.51.100.0/24', '203.0.113.0/24', '198.18.0.0/15'],
])
// Link-local, multicast, discard (RFC 6666), local NAT64 (RFC 8215), and the metadata service of a cloud.
const neverV6 = listOf(['::/128', 'fe80::/10', 'ff00::/8', '100::/64', '64:ff9b:1::/48', 'fd00:ec2::254'])
// Loopback, RFC 4193, site-local, documentation (RFC 3849, RFC 9637), benchmarking (RFC 5180), ORCHID (RFC 4843, RFC 7343).
const privateV6 = listOf([
  ...['::1', 'fc00::/7', 'fec0::/10', '2001:db8::/32', '3fff::/20', '2001:2::/48', '2001:10::/28', '2001:20::/28'],
])
// Global unicast (RFC 4291, section 2.4), and what a NAT64 makes of IPv4 addresses (RFC 6052).
const publicV6 = listOf(['2000::/3', '64:ff9b::/96'])

function reachOfV4(address: string): Reach {
  const plain = { address, family: 4 } as const
  if (isListed(neverV4, plain)) return 'never'
  return isListed(privateV4, plain) ? 'private' : 'public'
}

/** The IPv4 address that a transition mechanism would connect to; the most private one where there are two. */
function embeddedV4(groups: number[]): string | null {
  const [a, b, c, d, e, f, g, h] = groups
  // IPv4-compatible (RFC 4291), IPv4-translated (RFC 2765), NAT64 (RFC 6052); `::1` is loopback and no such form.
  const isLow = [a, b, c, d].every(group => group === 0)
  if (isLow && ((e === 0 && f === 0 && g !== 0) || (e === 0xffff && f === 0))) return dotted(g, h)
  if (a === 0x64 && b === 0xff9b) return dotted(g, h)
  if (a === 0x2002) return dotted(b, c)
  // Teredo (RFC 4380): the server, and the client with its bits inverted.
  if (a === 0x2001 && b === 0) {
    const [server, client] = [dotted(c, d), dotted((g ?? 0) ^ 0xffff, (h ?? 0) ^ 0xffff)]
    return reachOfV4(server) === 'public' ? client : server
  }
  // ISATAP (RFC 5214) under any prefix.
  return (e === 0 || e === 0x200) && f === 0x5efe ? dotted(g, h) : null
}

const dotted = (high = 0, low = 0) => [high >> 8, high & 255, low >> 8, low & 255].join('.')

/** The eight groups; the URL parser writes every form of an address in one way (RFC 5952). */
function groupsOf(address: string): number[] {
  const [head = '', tail] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::')
  const before = head === '' ? [] : head.split(':')
  const after = tail === undefined || tail === '' ? [] : tail.split(':')
  const gap = tail === undefined ? 0 : 8 - before.length - after.length
  return [...before, ...Array<string>(gap).fill('0'), ...after].map(group => Number.parseInt(group, 16))
}
