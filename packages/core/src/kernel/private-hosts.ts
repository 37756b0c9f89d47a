import { type LookupAddress, lookup } from 'node:dns'
import { type BlockList, isIP } from 'node:net'
import { DeskError } from '@gotrs/contract/errors'
import { type Family, isListed, listOf, plainAddress, reachOf } from './addresses.ts'

export type ResolvedAddress = { address: string; family: Family }

/**
 * Prevents server-side request forgery: an address that somebody enters, of a mail server, a webhook or an image, must not
 * lead into the desk's own network. Callers connect to the address that `resolve` returned, never to the name again, which
 * may have another address the next time.
 */
export type AddressGuard = {
  /**
   * The address to connect to. Checks every address of the name; one forbidden address makes it reject the name.
   * @throws DeskError `address_not_allowed`; the resolver's own error (`ENOTFOUND`, `EAI_AGAIN`, `ETIMEDOUT`) where there is none
   */
  resolve(host: string): Promise<ResolvedAddress>
  /** @throws DeskError `address_not_allowed`, also for an address that only its name in PRIVATE_HOSTS would allow */
  check(address: string): void
  /**
   * Is it the address of a relay of one's own, not that of the sender? Limits per network do not count it, and SPF (RFC 7208,
   * section 2.3) does not apply to it. For a listed name only its addresses count.
   */
  isOwnRelay(address: string): boolean
  /**
   * Is it listed as such a relay, so that the desk can trust its results on a sender? A private address has to be listed
   * by itself: a listed block also contains the gateway of a container network, through which anybody connects.
   */
  isTrustedRelay(address: string): boolean
}

export type Lookup = (host: string) => Promise<LookupAddress[]>

/** `privateHosts`: names, addresses and CIDR blocks, separated by commas, that are allowed although they are not public. */
export function createAddressGuard(privateHosts: string, find: Lookup = lookupAll): AddressGuard {
  const { names, blocks, addresses } = readPrivateHosts(privateHosts)
  return {
    async resolve(given) {
      const host = given.replace(/\.$/, '').toLowerCase()
      const literal = plainAddress(host)
      const found = literal ? [literal] : await find(host)
      const reached = found.flatMap(({ address }) => plainAddress(address) ?? [])
      const isNamed = names.has(host)
      const isRefused = reached.some(address => !isAllowed(address, blocks, isNamed))
      // IPv4 first: a machine without IPv6 is far more common than one without IPv4.
      const chosen = reached.find(address => address.family === 4) ?? reached[0]
      if (isRefused || chosen === undefined) throw new DeskError('address_not_allowed', { host: given })
      return chosen
    },
    check(address) {
      const plain = plainAddress(address)
      if (!plain || !isAllowed(plain, blocks, false)) throw new DeskError('address_not_allowed', { host: address })
    },
    isOwnRelay(address) {
      const plain = plainAddress(address)
      return plain !== null && (isListed(inner, plain) || isListed(blocks, plain))
    },
    isTrustedRelay(address) {
      const plain = plainAddress(address)
      return plain !== null && isListed(isListed(inner, plain) ? addresses : blocks, plain)
    },
  }
}

/** For the settings of a process. */
export function isPrivateHostList(text: string): boolean {
  return entriesOf(text).every(entry => isBlock(entry) || isHostName(entry))
}

// Loopback, RFC 1918, RFC 6598, RFC 4193 and link-local: no sender on the internet has one of these. It is a relay of
// one's own, or the gateway of a container network, which then is the client address of all mail.
const inner = listOf([
  ...['127.0.0.0/8', '10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', '169.254.0.0/16'],
  ...['::1', 'fc00::/7', 'fe80::/10'],
])

type PrivateHosts = { names: ReadonlySet<string>; blocks: BlockList; addresses: BlockList }

/** `addresses`: the entries of `blocks` that are one single address. */
function readPrivateHosts(text: string): PrivateHosts {
  const entries = entriesOf(text)
  return {
    names: new Set(entries.filter(entry => !isBlock(entry))),
    blocks: listOf(entries.filter(isBlock)),
    addresses: listOf(entries.filter(entry => isIP(entry) !== 0 && isBlock(entry))),
  }
}

const entriesOf = (text: string) =>
  text
    .split(',')
    .map(entry => entry.trim().toLowerCase().replace(/\.$/, ''))
    .filter(entry => entry !== '')

/** The desk never connects to link-local and metadata addresses, even if the operator allows them. */
function isAllowed(address: ResolvedAddress, blocks: BlockList, isNamed: boolean): boolean {
  const reach = reachOf(address.address)
  return reach === 'public' || (reach === 'private' && (isNamed || isListed(blocks, address)))
}

const lookupMs = 5_000

/** As the operating system resolves names, with its hosts file. It cannot be cancelled; after a timeout its answer is ignored. */
function lookupAll(host: string): Promise<LookupAddress[]> {
  return new Promise((resolve, reject) => {
    const late = Object.assign(new Error(`looking up ${host} took too long`), { code: 'ETIMEDOUT' })
    const timer = setTimeout(() => reject(late), lookupMs)
    lookup(host, { all: true, verbatim: true }, (error, addresses) => {
      clearTimeout(timer)
      if (error) reject(error)
      else resolve(addresses)
    })
  })
}

/** An address or a CIDR block (RFC 4632, RFC 4291). */
function isBlock(entry: string): boolean {
  const [address = '', prefix, ...rest] = entry.split('/')
  const family = isIP(address)
  if (family === 0 || address.includes('%') || rest.length > 0) return false
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (family === 4 ? 32 : 128))
}

const isHostName = (entry: string) => /^(?!-)[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*$/.test(entry) && entry.length <= 253
