import type { ParsedMail } from '@gotrs/mail/parsed-mail'
import { type AuthenticationResult, readAuthenticationResults } from '../authentication-results.ts'
import { domainOf } from './domain-of.ts'

type Mail = Pick<ParsedMail, 'headers'>

/**
 * Has the server that the mailbox names found the mail to be from whom it says? Its own header is the topmost under its
 * name: what else claims that name came with the mail (RFC 8601, section 5). DKIM and SPF tell of a domain, which counts
 * where it is the sender's own or one above it: whoever holds `acme.example` may speak for `mail.acme.example`, while a
 * host gives names below its own to anybody.
 */
export function isAuthenticatedBy(authservId: string, { headers }: Mail, fromAddress: string): boolean {
  const trusted = authservId.trim().toLowerCase()
  if (trusted === '') return false
  for (const [name, value] of headers) {
    if (name.toLowerCase() !== 'authentication-results') continue
    const read = readAuthenticationResults(value)
    if (read.authservId === trusted) return read.results.some(it => speaksFor(it, domainOf(fromAddress)))
  }
  return false
}

function speaksFor({ method, result, properties }: AuthenticationResult, from: string): boolean {
  if (result !== 'pass' || from === '') return false
  const named = (property: string) => bare(properties.get(property) ?? '')
  if (method === 'dmarc') return !properties.has('header.from') || named('header.from') === from
  if (method === 'dkim') return isAtOrAbove(named('header.d') || named('header.i'), from)
  return method === 'spf' && isAtOrAbove(named('smtp.mailfrom'), from)
}

/** The domain of an address, or of what is one already. */
const bare = (value: string) => domainOf(value.replaceAll(/[<>]/g, '')).replace(/\.$/, '')

const isAtOrAbove = (domain: string, from: string) =>
  domain.includes('.') && (domain === from || from.endsWith(`.${domain}`))
