import type { Dmarc } from './dmarc.ts'
import type { TrustedResults } from './pinned-results.ts'
import type { ArcResult, DkimResult, SenderVerdict, SpfResult } from './sender-authentication.ts'
import type { Coverage } from './signature-facts.ts'

export type Evidence = {
  /** `''` if the mail has no sender with a domain. */
  fromDomain: string
  isAmbiguous: boolean
  dkim: readonly DkimResult[]
  spf: SpfResult
  dmarc: Dmarc
  /** The chain, and the results that a trusted server sealed; null if no trusted server sealed it. */
  arc: { fact: ArcResult; sealed: TrustedResults | null }
  /** Of the pinned server; null if the mail did not come through it. */
  pinned: TrustedResults | null
  coverage: Coverage
  /**
   * A DNS answer is missing that could have proven the mail: SPF of the From domain itself, or a key that was used
   * before. A missing answer for another name, which the mail chooses, proves nothing.
   */
  isProofMissing: boolean
}

export type Verdict = { verdict: SenderVerdict; reason: string }

/** The first rule that applies decides. docs/mail-authentication.md explains each. */
const rules: ((evidence: Evidence) => Verdict | null)[] = [
  ambiguousSender,
  noSender,
  pinnedFailure,
  ownProof,
  pinnedProof,
  sealedProof,
  brokenPolicy,
  refusedClient,
  unanswered,
]

export function decideVerdict(evidence: Evidence): Verdict {
  for (const rule of rules) {
    const verdict = rule(evidence)
    if (verdict) return verdict
  }
  return unknown(nothingProven(evidence))
}

const authenticated = (reason: string): Verdict => ({ verdict: 'authenticated', reason })
const unknown = (reason: string): Verdict => ({ verdict: 'unknown', reason })
const contradicted = (reason: string): Verdict => ({ verdict: 'contradicted', reason })

function ambiguousSender({ isAmbiguous }: Evidence): Verdict | null {
  return isAmbiguous
    ? contradicted('The mail does not name exactly one sender that every mail program agrees on.')
    : null
}

function noSender({ fromDomain }: Evidence): Verdict | null {
  return fromDomain === '' ? unknown('The mail names no sender address with a domain that can be checked.') : null
}

/** Nobody gains by a bad result, so this one counts for any domain. */
function pinnedFailure({ pinned }: Evidence): Verdict | null {
  return pinned?.isDmarcFailed ? contradicted('The receiving server says that DMARC failed.') : null
}

function ownProof({ dmarc }: Evidence): Verdict | null {
  const { dkim, spf } = dmarc.aligned
  if (dkim[0]) return authenticated(`The mail has a valid signature (DKIM) of the sender’s domain, ${dkim[0]}.`)
  return spf === null
    ? null
    : authenticated(`The mail came from a server that the sender’s domain, ${spf}, allows to send (SPF).`)
}

function pinnedProof({ pinned, coverage }: Evidence): Verdict | null {
  if (!pinned?.proof || !isTrusted(pinned, coverage)) return null
  return authenticated(`The receiving server has authenticated the sender (${pinned.proof}).`)
}

/** Servers report a signature as valid that does not cover what the desk shows. */
const isTrusted = ({ hasSpf }: TrustedResults, { refusal }: Coverage) => hasSpf || refusal === null

/** A trusted forwarder checked the mail before it was changed. */
function sealedProof({ arc, coverage }: Evidence): Verdict | null {
  if (arc.fact.result !== 'pass' || !arc.sealed?.proof || arc.sealed.isDmarcFailed) return null
  if (!isTrusted(arc.sealed, coverage)) return null
  const by = arc.fact.sealedBy
  return authenticated(`${by}, which forwarded the mail, has authenticated the sender (ARC, ${arc.sealed.proof}).`)
}

function brokenPolicy({ dmarc, fromDomain, isProofMissing }: Evidence): Verdict | null {
  const { result, policy, publishedBy } = dmarc.fact
  if (isProofMissing || result !== 'fail' || (policy !== 'quarantine' && policy !== 'reject')) return null
  return contradicted(
    `Nothing proves that the mail is from ${fromDomain}, and ${publishedBy} says that its mail can always be proven (DMARC, p=${policy}).`,
  )
}

/** `spf` is checked only for an envelope of the sender's domain and a client from outside. */
function refusedClient({ spf, isProofMissing }: Evidence): Verdict | null {
  if (isProofMissing || spf.result !== 'fail') return null
  return contradicted(
    `The mail came from a server that ${spf.domain} forbids to send for it (SPF), without a valid signature.`,
  )
}

function unanswered({ spf, dkim, dmarc }: Evidence): Verdict | null {
  return [spf, dmarc.fact, ...dkim].some(isUnanswered)
    ? unknown('The sender could not be checked, because DNS gave no answer.')
    : null
}

const isUnanswered = ({ result }: { result: string }) => result === 'temperror'

function nothingProven({ fromDomain, dmarc, dkim }: Evidence): string {
  if (dmarc.fact.result === 'fail') {
    return `Nothing proves that the mail is from ${fromDomain}. Its owner allows that (DMARC, p=none): mailing lists and forwarders cause it too.`
  }
  const refused = dkim.find(it => it.result === 'policy' && it.reason !== null)
  if (refused) {
    return `Nothing proves that the mail is from ${fromDomain}: its signature (DKIM) does not count. ${refused.reason}`
  }
  const failed = dkim.find(it => it.result !== 'not_checked')
  return failed
    ? `Nothing proves that the mail is from ${fromDomain}: its signature (DKIM) is not valid.`
    : `Nothing proves that the mail is from ${fromDomain}: it has no signature of that domain.`
}
