import type { Resolve } from './bounded-resolver.ts'

/** RFC 1918, 6598, 3927, 4193 and 4291: private addresses, to which SPF does not apply. */
const PRIVATE_IPV4 =
  /^(?:0|10|127)\.|^192\.168\.|^169\.254\.|^172\.(?:1[6-9]|2\d|3[01])\.|^100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\./
const PRIVATE_IPV6 = /^(?:::1?$|fe[89ab][0-9a-f]:|f[cd][0-9a-f]{2}:)/i

/** An IPv4 address, also if the socket shows it as IPv6 (RFC 4291, section 2.5.5.2). */
export const plainAddress = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/i, '').toLowerCase()

export const isPrivateAddress = (address: string): boolean =>
  PRIVATE_IPV4.test(plainAddress(address)) || PRIVATE_IPV6.test(address)

/**
 * Does the client have the address of the pinned server's name? Then it is that server, which received the mail from
 * outside: its results count, and SPF of its own address would prove nothing.
 */
export async function isServer(address: string, name: string, resolve: Resolve): Promise<boolean> {
  const plain = plainAddress(address)
  try {
    const addresses = await resolve(name, plain.includes(':') ? 'AAAA' : 'A')
    return Array.isArray(addresses) && addresses.some(it => String(it).toLowerCase() === plain)
  } catch {
    // If the name does not exist or DNS fails, the client counts as a stranger.
    return false
  }
}
