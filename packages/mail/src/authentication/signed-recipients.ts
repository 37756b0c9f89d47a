import type { Evidence } from './verdict.ts'

/**
 * For an authenticated mail: did the sender write the recipients, too? An aligned signature proves it if it
 * covers them. A server that may send for the domain (SPF) proves it for the whole mail. A trusted server has only checked
 * that signatures are valid, so these must cover the recipients even if they are broken by now.
 */
export function areRecipientsSigned({ dmarc, arc, pinned, coverage }: Evidence): boolean {
  const { dkim, spf } = dmarc.aligned
  if (spf !== null || dkim.some(it => coverage.recipientsSignedBy.includes(it))) return true
  return [pinned, arc.sealed].some(it => it?.hasSpf || (it?.proof && !coverage.leavesRecipients))
}

/**
 * For an authenticated mail: did the sender's server write the list headers? An aligned signature that
 * passes must cover them, or SPF must prove the whole mail: anybody who has a signed mail can add these headers.
 */
export function isListSigned({ dmarc, arc, pinned, coverage }: Evidence): boolean {
  const { dkim, spf } = dmarc.aligned
  if (spf !== null || dkim.some(it => coverage.listSignedBy.includes(it))) return true
  return [pinned, arc.sealed].some(it => it?.hasSpf)
}
