/** How far the From address of a mail can be believed. docs/mail-authentication.md has the rules. */
export type SenderVerdict = 'authenticated' | 'unknown' | 'contradicted'

export type SenderAuthentication = {
  verdict: SenderVerdict
  /** One sentence for staff. */
  reason: string
  /** Null where the envelope is not known. An aligned envelope proves nothing: a forger writes both. */
  isEnvelopeAligned: boolean | null
  /** The From domain publishes something that a genuine mail could have been checked by. */
  isAuthenticable: boolean
  /**
   * The sender wrote To, Cc and Reply-To, as far as the mail has them. Many signatures do not cover these, and whoever has
   * such a mail can add people to it.
   */
  areRecipientsSigned: boolean
  /** The sender's server wrote X-Original-From, X-Original-Sender and List-Id, as far as the mail has them. */
  isListSigned: boolean
  results: AuthenticationFacts
}

/** What the verdict was made from: plain JSON, bounded in size, without keys and signatures. */
export type AuthenticationFacts = {
  dkim: DkimResult[]
  spf: SpfResult
  dmarc: DmarcResult
  arc: ArcResult
  pinned: PinnedFacts | null
}

/** The words of RFC 8601, section 2.7, and `not_checked`: nothing depends on the result, so that nobody asked for it. */
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
/** `domain` is the one that was checked: of the envelope, or of the client's name where the envelope is empty. */
export type SpfResult = { domain: string; result: CheckResult; reason: string | null }
export type DmarcPolicy = 'none' | 'quarantine' | 'reject'
/** `policy` applies to a mail that fails; `publishedBy` is the domain that has the record. */
export type DmarcResult = { result: CheckResult; policy: DmarcPolicy | null; publishedBy: string | null }
export type ArcResult = { result: CheckResult; sets: number; sealedBy: string | null; reason: string | null }
/** What the pinned server says; `isTrusted` is false where the mail did not come through it. */
export type PinnedFacts = { authservId: string; isTrusted: boolean; says: string[] }
