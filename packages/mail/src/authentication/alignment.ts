import { domainToASCII } from 'node:url'
import { getDomain } from 'tldts'

const HOST_NAME = /^(?=.{1,253}$)[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*$/

/** A domain as DNS knows it: lower case, in ASCII, without the final dot; `''` for what can be none. */
export function normalDomain(name: string): string {
  const bare = name.trim().toLowerCase().replace(/\.$/, '')
  if (HOST_NAME.test(bare)) return bare
  const ascii = bare.length > 253 ? '' : domainToASCII(bare)
  // domainToASCII also reads numbers, brackets and percent signs as web addresses do.
  return /[^\p{L}\p{M}\p{N}._-]/u.test(bare) || !HOST_NAME.test(ascii) ? '' : ascii
}

/** The domain of an address: what follows the last `@`, because a quoted local part may hold one (RFC 5321, 4.1.2). */
export function domainOfAddress(address: string): string {
  const at = address.lastIndexOf('@')
  return at < 0 ? '' : normalDomain(address.slice(at + 1))
}

/**
 * Relaxed alignment (RFC 7489, section 3.1): both domains belong to one organisation. The public suffix list includes
 * the suffixes of private operators: two customers of a hosting service share a parent, but are not one organisation.
 */
export function areAligned(one: string, other: string): boolean {
  if (one === '' || other === '') return false
  if (one === other) return true
  const organisation = organisationalDomain(one)
  return organisation !== null && organisation === organisationalDomain(other)
}

/** Null for a public suffix: it belongs to nobody in particular. */
const organisationalDomain = (domain: string) =>
  getDomain(domain, { allowPrivateDomains: true, extractHostname: false, validateHostname: false })
