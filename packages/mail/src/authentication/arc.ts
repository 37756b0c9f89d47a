/// <reference path="./mailauth.d.ts" />
import { arc } from 'mailauth/lib/arc/index.js'
import type { ArcChain, SignatureHeader } from 'mailauth/lib/dkim/dkim-verifier.js'
import { asciiDomain } from './alignment.ts'
import { type AuthenticationResults, readAuthenticationResults } from './authentication-results.ts'
import type { Resolve } from './bounded-resolver.ts'
import { checkResult } from './check-result.ts'
import { fieldValue } from './mail-head.ts'
import type { ArcResult } from './sender-authentication.ts'

/** The newest set of a chain (RFC 8617): who sealed it, and the sealed results. */
export type ArcSeal = { sealedBy: string; results: AuthenticationResults | null }

type ArcOptions = NonNullable<Parameters<typeof arc>[1]>

/** Every server that changes a mail adds a set; the RFC allows 50, each with a DNS query for its key. */
const MAX_SETS = 10

/** Null if the mail has no chain, or an obviously broken one. */
export function sealOf({ lastEntry }: ArcChain): ArcSeal | null {
  if (!lastEntry) return null
  const sealedBy = asciiDomain(String(lastEntry['arc-seal']?.parsed?.d?.value ?? ''))
  return { sealedBy, results: resultsOf(lastEntry['arc-authentication-results']) }
}

/** An Authentication-Results header follows the number of the set (section 4.1.1). */
function resultsOf(field: SignatureHeader | undefined): AuthenticationResults | null {
  const value = field ? fieldValue({ key: '', line: field.original }) : ''
  return readAuthenticationResults(value.replace(/^i\s*=\s*\d+\s*;/, ''))
}

/**
 * Is the chain valid? Anybody can create a valid one, so only a chain that a trusted server sealed is worth the
 * DNS queries: for any other, `isTrusted` is false.
 */
export async function verifyArc(chain: ArcChain, isTrusted: boolean, resolve: Resolve): Promise<ArcResult> {
  const sets = chain.chain ? chain.chain.length : 0
  const sealedBy = sealOf(chain)?.sealedBy ?? null
  if (!chain.error && sets > 0 && (!isTrusted || sets > MAX_SETS)) {
    const reason = isTrusted ? `It has more than ${MAX_SETS} sets.` : 'It is not sealed by a server that is trusted.'
    return { result: 'not_checked', sets, sealedBy, reason }
  }
  // Its types require fields of a signature that only its own verifier reads.
  const options = { resolver: resolve as ArcOptions['resolver'], minBitLength: 1024, strict: true }
  const { status } = await arc(chain as unknown as Parameters<typeof arc>[0], options)
  const reason = status.comment ? String(status.comment).slice(0, 200) : null
  return { result: checkResult(status.result), sets, sealedBy, reason }
}
