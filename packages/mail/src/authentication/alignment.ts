import { domainToASCII } from 'node:url'
import { getDomain } from 'tldts'

const HOST_NAME = /^(?=.{1,253}$)[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*$/i

/**
 * A domain in the form of DNS: lower case, without the final dot; `''` if it is invalid. Other letters are not folded here:
 * two programs fold them differently, and would query another name in DNS than the one that is compared.
 */
export function asciiDomain(name: string): string {
  const bare = name.trim().replace(/\.$/, '')
  // Before conversion to lower case, because some letters become ASCII by it.
  return HOST_NAME.test(bare) ? bare.toLowerCase() : ''
}

/** An internationalised domain (RFC 5890) in the form of DNS. */
export function internationalDomain(name: string): string {
  const bare = name.trim().replace(/\.$/, '')
  if (bare.length > 253 || /[^\p{L}\p{M}\p{N}._-]/u.test(bare)) return ''
  return asciiDomain(bare) || asciiDomain(domainToASCII(bare))
}

/** The part after the last `@` of an address, because a quoted local part may contain one (RFC 5321, section 4.1.2). */
export const hostOfAddress = (address: string): string => {
  const at = address.lastIndexOf('@')
  return at < 0 ? '' : address.slice(at + 1)
}

export const domainOfAddress = (address: string): string => internationalDomain(hostOfAddress(address))

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

/** Null for a public suffix, which has no owner. */
export const organisationalDomain = (domain: string) =>
  getDomain(domain, { allowPrivateDomains: true, extractHostname: false, validateHostname: false })
