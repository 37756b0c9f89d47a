import { email } from '@gotrs/contract/ids'
import type { ParsedMail } from '@gotrs/mail/parsed-mail'
import { isAuthenticatedBy } from './authenticated.ts'
import { domainOf } from './domain-of.ts'
import { storableLine } from './storable.ts'

export type Sender = {
  /** As the envelope would take it; in lower case. */
  address: string
  name: string
  /** More than one sender, or one that mail programs disagree about: takes part in nothing. */
  isAmbiguous: boolean
  /** A server on the way found that the mail is not from whom it says. */
  isForged: boolean
  /** Nothing speaks against the sender being who the mail says: neither that, nor an envelope of another domain. */
  isVerified: boolean
  /** The envelope names the sender too. That is no proof: a forger writes both. */
  isConfirmed: boolean
  /** The server that the mailbox trusts has proven it (RFC 8601). */
  isAuthenticated: boolean
}

type Mail = Pick<ParsedMail, 'from' | 'fromIsAmbiguous' | 'headers'>

/**
 * Who wrote the mail, and how far that can be believed. `authservId` is the server whose good results count; empty:
 * nobody's do. Null where it names nobody who could be answered.
 */
export function judgeSender(mail: Mail, envelopeFrom: string | null, authservId = ''): Sender | null {
  const address = usableAddress(mail.from?.address ?? '')
  if (address === null) return null
  const envelope = envelopeFrom ?? returnPath(mail)
  const isAligned = envelope === null ? null : areAligned(domainOf(address), domainOf(envelope))
  const isProven = isAuthenticatedBy(authservId, mail, address)
  const isForged = wasFoundForged(mail, isProven)
  const isAuthenticated = isProven && !mail.fromIsAmbiguous && !isForged
  const isVerified = isAuthenticated || (!mail.fromIsAmbiguous && isAligned !== false && !isForged)
  return {
    address,
    name: storableLine(mail.from?.name ?? ''),
    isAmbiguous: mail.fromIsAmbiguous,
    isForged,
    isVerified,
    isConfirmed: isVerified && isAligned === true,
    isAuthenticated,
  }
}

/** An address that mail can be sent to, in lower case; null for anything else. */
export function usableAddress(address: string): string | null {
  return email.safeParse(address).data ?? null
}

/** The envelope sender; `''` for the empty one of automatic mail. */
export function returnPath(mail: Pick<ParsedMail, 'headers'>): string | null {
  const value = mail.headers.find(([name]) => name.toLowerCase() === 'return-path')?.[1]
  return value === undefined ? null : value.replaceAll(/[<>\s]/g, '')
}

/** The same domain, or one below the other, as bounce addresses of a sender's own often are. */
function areAligned(one: string, other: string): boolean {
  if (one === other) return one !== ''
  const [longer, shorter] = one.length > other.length ? [one, other] : [other, one]
  return shorter.includes('.') && longer.endsWith(`.${shorter}`)
}

/**
 * A server on the way says that the sender is forged. Nobody gains by forging a bad result, so that any of them counts.
 * Anybody can write a good one: it counts only under the name of the topmost, which the last server wrote, and that
 * server has taken out what claimed its name before (RFC 8601, sections 5 and 7.1).
 */
function wasFoundForged({ headers }: Pick<ParsedMail, 'headers'>, isProven: boolean): boolean {
  const results = headers.filter(([name]) => name.toLowerCase() === 'authentication-results').map(([, value]) => value)
  const says = (pattern: RegExp) => results.some(value => pattern.test(value))
  if (says(/\bdmarc\s?=\s?fail\b/i)) return true
  const hasFailedSpf = says(/\bspf\s?=\s?(?:soft)?fail\b/i) || headers.some(isFailedSpf)
  const lastServer = serverOf(results[0] ?? '')
  const isSigned = results.some(value => serverOf(value) === lastServer && /\bdkim\s?=\s?pass\b/i.test(value))
  return hasFailedSpf && !isSigned && !isProven
}

/** The authserv-id, without its version. */
const serverOf = (value: string) => (value.split(';', 1)[0] ?? '').trim().split(/\s/, 1)[0]?.toLowerCase() ?? ''

const isFailedSpf = ([name, value]: readonly [string, string]) =>
  name.toLowerCase() === 'received-spf' && /^\s{0,9}(?:soft)?fail\b/i.test(value)
