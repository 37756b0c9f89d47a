import type { IncomingMessage } from 'node:http'
import { isIP } from 'node:net'

/**
 * The caller's address: that of the socket, or the one that the outermost trusted proxy wrote into X-Forwarded-For.
 * Each proxy appends the address of its caller, so only the last `trustedHops` entries can be trusted.
 */
export function remoteAddressOf(incoming: IncomingMessage, trustedHops: number): string {
  const socket = incoming.socket.remoteAddress ?? ''
  if (trustedHops === 0) return socket
  const header = incoming.headers['x-forwarded-for']
  const listed = (Array.isArray(header) ? header.join(',') : (header ?? '')).split(',').map(part => part.trim())
  const claimed = listed.at(-trustedHops)
  return claimed !== undefined && isIP(claimed) !== 0 ? claimed : socket
}
