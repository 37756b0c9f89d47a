import type { Evidence } from './verdict.ts'

/**
 * For a mail that is authenticated: do the recipients come from the sender, too? An aligned signature says so where it
 * covers them. A server that may send for the domain (SPF) speaks for the whole mail. One that is trusted has only seen
 * that signatures are valid, so that those must cover the recipients even where they are broken by now.
 */
export function areRecipientsSigned({ dmarc, arc, pinned, coverage }: Evidence): boolean {
  const { dkim, spf } = dmarc.aligned
  if (spf !== null || dkim.some(it => coverage.recipientsSignedBy.includes(it))) return true
  return [pinned, arc.sealed].some(it => it?.hasSpf || (it?.proof && !coverage.leavesRecipients))
}

/**
 * For a mail that is authenticated: does what it says of its list come from the sender's server? An aligned signature that
 * passes has to cover it, or SPF to speak for the whole mail: whoever has a signed mail can put these headers on top.
 */
export function isListSigned({ dmarc, arc, pinned, coverage }: Evidence): boolean {
  const { dkim, spf } = dmarc.aligned
  if (spf !== null || dkim.some(it => coverage.listSignedBy.includes(it))) return true
  return [pinned, arc.sealed].some(it => it?.hasSpf)
}
