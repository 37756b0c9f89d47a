import { areAligned } from './alignment.ts'
import type { AuthenticationResult, AuthenticationResults } from './authentication-results.ts'
import { readAuthenticationResults } from './authentication-results.ts'
import { fieldValue, type MailHead } from './mail-head.ts'

/** The property with the domain that a method proves. */
const PROVEN_DOMAIN: Readonly<Record<string, string>> = {
  dmarc: 'header.from',
  dkim: 'header.d',
  spf: 'smtp.mailfrom',
}

const MAX_FACTS = 10

export type TrustedResults = {
  /** The result that proves the From domain. */
  proof: string | null
  /** A server of the From domain sent the mail: all of it comes from there, signed or not. */
  hasSpf: boolean
  isDmarcFailed: boolean
  hasChecked: boolean
  /** All results, for staff. */
  says: string[]
}

/**
 * The results of the server that a mailbox trusts: the topmost header with its name. Other headers with that name came
 * with the mail (RFC 8601, section 5).
 */
export function pinnedResults({ fields }: MailHead, authservId: string): AuthenticationResults | null {
  if (authservId === '') return null
  for (const field of fields) {
    if (field.key !== 'authentication-results') continue
    const read = readAuthenticationResults(fieldValue(field))
    if (read?.authservId === authservId) return read
  }
  return null
}

/** The results of a trusted server about the From domain: a result counts only for the domain it names. */
export function judgeResults({ results }: AuthenticationResults, fromDomain: string): TrustedResults {
  const proofs = results.filter(it => it.result === 'pass' && isOf(it, fromDomain))
  const bySpf = proofs.find(it => it.method === 'spf')
  const proof = bySpf ?? proofs[0]
  return {
    hasSpf: bySpf !== undefined,
    proof: proof ? `${proof.method}=pass` : null,
    isDmarcFailed: results.some(it => it.method === 'dmarc' && it.result === 'fail'),
    hasChecked: results.some(it => it.method in PROVEN_DOMAIN && it.result !== 'none'),
    says: results.slice(0, MAX_FACTS).map(wordsOf),
  }
}

const isOf = (result: AuthenticationResult, fromDomain: string) => areAligned(provenBy(result), fromDomain)

const provenBy = ({ method, domains }: AuthenticationResult) =>
  (Object.hasOwn(PROVEN_DOMAIN, method) && domains.get(PROVEN_DOMAIN[method] ?? '')) || ''

const wordsOf = (result: AuthenticationResult) =>
  [`${result.method}=${result.result}`, provenBy(result)].filter(Boolean).join(' ').slice(0, 300)
