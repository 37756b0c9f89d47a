/** The verdict on the From address of a mail. docs/mail-authentication.md has the rules. */
export type SenderVerdict = 'authenticated' | 'unknown' | 'contradicted'

export type SenderAuthentication = {
  verdict: SenderVerdict
  /** One sentence for staff. */
  reason: string
  /** Null if the envelope is unknown. An aligned envelope proves nothing: a forger writes both. */
  isEnvelopeAligned: boolean | null
  /** The From domain publishes records that authenticate a genuine mail. */
  isAuthenticable: boolean
  /**
   * The sender wrote To, Cc and Reply-To, if the mail has them. Many signatures do not cover these, and anybody who has
   * such a mail can add people to it.
   */
  areRecipientsSigned: boolean
  /** The sender's server wrote X-Original-From, X-Original-Sender and List-Id, if the mail has them. */
  isListSigned: boolean
  results: AuthenticationFacts
}

/** The results behind the verdict: plain JSON of limited size, without keys and signatures. */
export type AuthenticationFacts = {
  dkim: DkimResult[]
  spf: SpfResult
  dmarc: DmarcResult
  arc: ArcResult
  pinned: PinnedFacts | null
}

/** The words of RFC 8601, section 2.7, and `not_checked`: nothing depends on the result, so there was no query. */
export type CheckResult =
  | 'pass'
  | 'fail'
  | 'softfail'
  | 'neutral'
  | 'none'
  | 'policy'
  | 'permerror'
  | 'temperror'
  | 'not_checked'

export type DkimResult = { domain: string; selector: string; result: CheckResult; reason: string | null }
/** `domain`: the checked domain, of the envelope, or of the client's name if the envelope is empty. */
export type SpfResult = { domain: string; result: CheckResult; reason: string | null }
export type DmarcPolicy = 'none' | 'quarantine' | 'reject'
/** `policy` applies to a mail that fails; `publishedBy` is the domain that has the record. */
export type DmarcResult = { result: CheckResult; policy: DmarcPolicy | null; publishedBy: string | null }
export type ArcResult = { result: CheckResult; sets: number; sealedBy: string | null; reason: string | null }
/** The results of the pinned server; `isTrusted` is false if the mail did not come through it. */
export type PinnedFacts = { authservId: string; isTrusted: boolean; says: string[] }
