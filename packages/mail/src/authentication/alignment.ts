import { domainToASCII } from 'node:url'
import { getDomain } from 'tldts'

const HOST_NAME = /^(?=.{1,253}$)[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*$/i

/**
 * A domain as DNS knows it: lower case, without the final dot; `''` for what is none. Other letters are not folded here:
 * two programs fold them differently, and each would ask another name in DNS than the one that is compared.
 */
export function asciiDomain(name: string): string {
  const bare = name.trim().replace(/\.$/, '')
  // Before letters are made small, because some that are not ASCII become so.
  return HOST_NAME.test(bare) ? bare.toLowerCase() : ''
}

/** A domain that may be written in other letters (RFC 5890), in the form that DNS knows. */
export function internationalDomain(name: string): string {
  const bare = name.trim().replace(/\.$/, '')
  if (bare.length > 253 || /[^\p{L}\p{M}\p{N}._-]/u.test(bare)) return ''
  return asciiDomain(bare) || asciiDomain(domainToASCII(bare))
}

/** What follows the last `@` of an address, because a quoted local part may hold one (RFC 5321, section 4.1.2). */
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

/** Null for a public suffix: it belongs to nobody in particular. */
export const organisationalDomain = (domain: string) =>
  getDomain(domain, { allowPrivateDomains: true, extractHostname: false, validateHostname: false })
