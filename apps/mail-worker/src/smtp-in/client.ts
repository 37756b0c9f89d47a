import { networkOf } from '@gotrs/core/accounts/limits'
import { type ArrivalLimits, type ArrivalRate, networkRate, senderRate } from '@gotrs/core/inbound/ledger/arrival-rate'
import { plainAddress } from '@gotrs/core/kernel/addresses'
import type { AddressGuard } from '@gotrs/core/kernel/private-hosts'
import type { SMTPServerSession } from 'smtp-server'

/** Host names cannot be longer (RFC 1035, section 2.3.4). */
const longestName = 255

/** The client for SPF (RFC 7208, section 2.3): its address, and its name in EHLO. */
export function clientOf({ remoteAddress, hostNameAppearsAs }: SMTPServerSession): { address: string; name: string } {
  const address = plainAddress(remoteAddress)?.address ?? remoteAddress
  return { address, name: hostNameAppearsAs ? hostNameAppearsAs.slice(0, longestName) : '' }
}

/**
 * The rates that a mail from this client counts towards. A network is one IPv4 address or the /64 of an IPv6 address, as
 * for logins: neighbouring addresses belong to strangers, and big providers send from a few blocks. A mail server in front,
 * which includes every LMTP client, passes on mail from all networks.
 */
export function ratesOf(
  guard: AddressGuard,
  source: 'smtp' | 'lmtp',
  { perSender, perNetwork }: ArrivalLimits,
  { remoteAddress }: SMTPServerSession,
  envelopeFrom: string,
): ArrivalRate[] {
  if (source === 'lmtp' || guard.isOwnRelay(remoteAddress)) return senderRate('relay', envelopeFrom, perSender)
  const network = networkOf(remoteAddress)
  return [...networkRate(network, perNetwork), ...senderRate(network, envelopeFrom, perSender)]
}
