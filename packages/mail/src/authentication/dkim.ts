/// <reference path="./mailauth.d.ts" />
import { once } from 'node:events'
import { setImmediate } from 'node:timers/promises'
import {
  type ArcChain,
  DkimVerifier,
  type SignatureHeader,
  type SignatureResult,
} from 'mailauth/lib/dkim/dkim-verifier.js'
import { asciiDomain } from './alignment.ts'
import { type ArcSeal, sealOf } from './arc.ts'
import { BodyHash } from './body-hash.ts'
import type { Resolve } from './bounded-resolver.ts'
import { checkResult } from './check-result.ts'
import type { MailBytes } from './mail-bytes.ts'
import type { MailHead } from './mail-head.ts'
import type { DkimResult } from './sender-authentication.ts'
import { RECIPIENT_FIELDS, unsignedFields } from './signed-fields.ts'

export type SignatureRules = {
  /** Whose signatures are verified: each asks DNS for a name that the mail chooses. */
  counts(domain: string): boolean
  /** Is a chain that this seal ends worth the same? */
  trusts(seal: ArcSeal): boolean
  resolve: Resolve
  now: Date
}

/** `recipientsSignedBy`: the domains with a valid signature that covers all recipients. */
export type VerifiedSignatures = { dkim: DkimResult[]; recipientsSignedBy: string[]; arc: ArcChain }

/** A sender's own domain signs a mail once or twice. */
const MAX_SIGNATURES = 8
const MAX_SIGNATURE_BYTES = 8 * 1024
const MAX_FACTS = 10
const OF_ANOTHER = 'It cannot speak for the sender.'

/**
 * Verifies the DKIM signatures of a mail on its bytes (RFC 6376, 8301 and 8463), and prepares what `verifyArc` needs.
 * The time has a bound by the limits of `readHead`, those above, and one pass over the body for each way to hash it.
 */
export async function verifySignatures(
  bytes: MailBytes,
  head: MailHead,
  rules: SignatureRules,
): Promise<VerifiedSignatures> {
  const verifier = new BoundedVerifier(rules)
  const finished = once(verifier, 'finish')
  finished.catch(() => undefined)
  await new Promise(resolve => verifier.write(bytes.head.subarray(0, head.end), resolve))
  if (verifier.bodyHashes.size > 0) await hashBody(bytes.from(head.end), [...verifier.bodyHashes.values()])
  verifier.end()
  await finished
  return {
    dkim: factsOf(verifier.results),
    recipientsSignedBy: recipientsSignedBy(verifier.results, head),
    arc: verifier.arc,
  }
}

/** Others get their turn after each piece. */
async function hashBody(pieces: ReturnType<MailBytes['from']>, hashes: { update(piece: Uint8Array): void }[]) {
  for await (const piece of pieces) {
    for (const hash of hashes) hash.update(piece)
    await setImmediate()
  }
}

/** mailauth by the letter of the RFCs, with limits on what it has to verify. */
class BoundedVerifier extends DkimVerifier {
  readonly #rules: SignatureRules
  #count = 0

  constructor(rules: SignatureRules) {
    super({ resolver: rules.resolve, curTime: rules.now, strict: true, minBitLength: 1024 })
    this.#rules = rules
  }

  override prepareSignature(header: SignatureHeader): void {
    super.prepareSignature(header)
    header.skip ||= this.#refusalOf(header)
  }

  override addBodyHash(canonicalisation: string, algorithm: string): string {
    const key = `${canonicalisation}:${algorithm}`
    if (!this.bodyHashes.has(key)) this.bodyHashes.set(key, new BodyHash(canonicalisation, algorithm))
    return key
  }

  #refusalOf(header: SignatureHeader): string | undefined {
    // What follows the signed part can be anybody's (RFC 6376, section 8.2).
    if (header.parsed?.l !== undefined) return 'It covers only a part of the body (l=).'
    if (header.original.length > MAX_SIGNATURE_BYTES) return 'It is too long.'
    if (header.type === 'ARC') return this.#trustsChain() ? undefined : 'The chain is not verified.'
    if (!this.#rules.counts(asciiDomain(header.signingDomain))) return OF_ANOTHER
    this.#count += 1
    return this.#count > MAX_SIGNATURES ? `Only ${MAX_SIGNATURES} signatures are verified.` : undefined
  }

  #trustsChain(): boolean {
    const seal = sealOf(this.arc)
    return seal !== null && this.#rules.trusts(seal)
  }
}

function recipientsSignedBy(results: SignatureResult[], { fields }: MailHead): string[] {
  const valid = results.filter(it => factOf(it).result === 'pass')
  return valid
    .filter(it => unsignedFields(fields, coveredBy(it), RECIPIENT_FIELDS).length === 0)
    .map(it => factOf(it).domain)
}

const coveredBy = ({ signingHeaders }: SignatureResult) => (signingHeaders?.keys ?? '').toLowerCase().split(': ')

/** Those that matter come first, so that many others cannot hide them. */
function factsOf(results: SignatureResult[]): DkimResult[] {
  const facts = results.filter(it => it.signingDomain !== undefined).map(factOf)
  const weight = (it: DkimResult) => (it.result === 'pass' ? 0 : it.result === 'not_checked' ? 2 : 1)
  return facts.toSorted((one, other) => weight(one) - weight(other)).slice(0, MAX_FACTS)
}

function factOf({ signingDomain = '', selector = '', status }: SignatureResult): DkimResult {
  const at = { domain: asciiDomain(signingDomain), selector: selector.slice(0, 63) }
  if (status.comment === OF_ANOTHER) return { ...at, result: 'not_checked', reason: OF_ANOTHER }
  // "Verifiers MUST NOT treat messages from Signers in testing mode differently from unsigned email" (section 3.6.1).
  if (status.testing) return { ...at, result: 'none', reason: 'The domain is only testing its key (t=y).' }
  return { ...at, result: checkResult(status.result), reason: status.comment ? status.comment.slice(0, 200) : null }
}
