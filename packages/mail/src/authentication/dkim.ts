/// <reference path="./mailauth.d.ts" />
import { once } from 'node:events'
import { setImmediate } from 'node:timers/promises'
import { type ArcChain, DkimVerifier, type SignatureHeader } from 'mailauth/lib/dkim/dkim-verifier.js'
import { asciiDomain } from './alignment.ts'
import { headRefusal } from './ambiguous-head.ts'
import { type ArcSeal, sealOf } from './arc.ts'
import { BodyForm } from './body-form.ts'
import { BodyHash } from './body-hash.ts'
import type { Resolve } from './bounded-resolver.ts'
import { keyName } from './known-keys.ts'
import type { MailBytes } from './mail-bytes.ts'
import type { MailHead } from './mail-head.ts'
import type { DkimResult } from './sender-authentication.ts'
import { type Coverage, judgeSignatures, OF_ANOTHER } from './signature-facts.ts'

export type SignatureRules = {
  /** Whose signatures are verified: each costs a DNS query for a name that the mail chooses. */
  counts(domain: string): boolean
  /** Does a chain that ends with this seal count, too? */
  trusts(seal: ArcSeal): boolean
  resolve: Resolve
  now: Date
}

export type VerifiedSignatures = { dkim: DkimResult[]; coverage: Coverage; arc: ArcChain }

/** A sender's own domain signs a mail once or twice. */
const MAX_SIGNATURES = 8
const MAX_SIGNATURE_BYTES = 8 * 1024

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
  const form = new BodyForm(bytes.head.subarray(head.end))
  if (verifier.bodyHashes.size > 0) await hashBody(bytes.from(head.end), [form, ...verifier.bodyHashes.values()])
  verifier.end()
  await finished
  const judged = judgeSignatures(verifier.results, { head, form, refusal: headRefusal(bytes.head, head) })
  return { ...judged, arc: verifier.arc }
}

/** Other work can run after each piece. */
async function hashBody(pieces: ReturnType<MailBytes['from']>, hashes: { update(piece: Uint8Array): void }[]) {
  for await (const piece of pieces) {
    for (const hash of hashes) hash.update(piece)
    await setImmediate()
  }
}

/** mailauth, strict, with limits on what it verifies. */
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
    // Anybody can append text after the signed part (RFC 6376, section 8.2).
    if (header.parsed?.l !== undefined) return 'It covers only a part of the body (l=).'
    if (header.original.length > MAX_SIGNATURE_BYTES) return 'It is too long.'
    if (header.type === 'ARC') return this.#trustsChain() ? undefined : 'The chain is not verified.'
    if (!this.#rules.counts(asciiDomain(header.signingDomain))) return OF_ANOTHER
    this.#count += 1
    if (this.#count > MAX_SIGNATURES) return `Only ${MAX_SIGNATURES} signatures are verified.`
    if (!header.invalid) this.#askForKey(header)
    return undefined
  }

  /** All at once, so that no key that the mail chooses uses up the time of a genuine one; the answers are cached. */
  #askForKey({ signingDomain, selector }: SignatureHeader): void {
    const name = keyName({ domain: asciiDomain(signingDomain), selector })
    this.#rules.resolve(name, 'TXT').catch(() => undefined)
  }

  #trustsChain(): boolean {
    const seal = sealOf(this.arc)
    return seal !== null && this.#rules.trusts(seal)
  }
}
