import { areAligned, asciiDomain } from './alignment.ts'
import { type ArcSeal, sealOf, verifyArc } from './arc.ts'
import type { Resolve } from './bounded-resolver.ts'
import { verifySignatures } from './dkim.ts'
import type { MailBytes } from './mail-bytes.ts'
import type { MailHead } from './mail-head.ts'
import { judgeResults, type TrustedResults } from './pinned-results.ts'
import type { ArcResult, DkimResult } from './sender-authentication.ts'
import type { Coverage } from './signature-facts.ts'

/** `sealed`: the results in the ARC set that the pinned server sealed; null if it did not seal the chain. */
export type Signatures = {
  dkim: DkimResult[]
  coverage: Coverage
  arc: ArcResult
  sealed: TrustedResults | null
}

export type SignatureContext = { fromDomain: string; authservId: string; resolve: Resolve; now: Date }

/** The signatures of the sender's domain, and of the pinned server's chain. */
export async function readSignatures(
  bytes: MailBytes,
  head: MailHead | null,
  context: SignatureContext,
): Promise<Signatures> {
  const { fromDomain, authservId, resolve, now } = context
  if (head === null) return unreadable('The head of the mail is too large to be checked.')
  const trusts = (seal: ArcSeal) =>
    authservId !== '' && seal.results?.authservId === authservId && areAligned(seal.sealedBy, asciiDomain(authservId))
  try {
    const rules = { counts: (domain: string) => areAligned(domain, fromDomain), trusts, resolve, now }
    const { dkim, coverage, arc: chain } = await verifySignatures(bytes, head, rules)
    const seal = sealOf(chain)
    const results = seal !== null && trusts(seal) ? seal.results : null
    const arc = await verifyArc(chain, results !== null, resolve)
    const sealed = results && arc.result === 'pass' ? judgeResults(results, fromDomain) : null
    return { dkim, coverage, arc, sealed }
  } catch {
    return unreadable('The signatures of the mail cannot be read.')
  }
}

/** A mail that no verifier can read has no valid signature, so its sender gains nothing by it. */
const unreadable = (reason: string): Signatures => ({
  dkim: [{ domain: '', selector: '', result: 'permerror', reason }],
  coverage: { refusal: reason, recipientsSignedBy: [], leavesRecipients: true, listSignedBy: [] },
  arc: { result: 'not_checked', sets: 0, sealedBy: null, reason },
  sealed: null,
})
