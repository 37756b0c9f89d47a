import type { Evidence } from './verdict.ts'

/**
 * For a mail that is authenticated: do the recipients come from the sender, too? An aligned signature says so where it
 * covers them. A server that may send for the domain (SPF), or one that is trusted, speaks for the whole mail.
 */
export function areRecipientsSigned({ dmarc, arc, pinned }: Evidence, recipientsSignedBy: readonly string[]): boolean {
  const { dkim, spf } = dmarc.aligned
  if (spf !== null || dkim.some(it => recipientsSignedBy.includes(it))) return true
  return dkim.length === 0 && Boolean(pinned?.proof ?? arc.sealed?.proof)
}
