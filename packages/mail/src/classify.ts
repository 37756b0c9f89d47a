import { isMailSystem } from './bounce.ts'
import { isOutOfOffice } from './out-of-office.ts'
import type { AutomaticKind, MailAddress, MailHeader } from './parsed-mail.ts'

export type ClassifyOptions = {
  /** The mail holds a delivery report (RFC 3464). */
  isBounceReport?: boolean
}

type Lookup = (name: string) => string | null

/**
 * Why a mail is automatic; `no` if a person wrote it. The desk never answers automatic mail automatically.
 * https://www.rfc-editor.org/rfc/rfc3834#section-2
 */
export function classifyAutomatic(
  headers: MailHeader[],
  from: MailAddress | null,
  options: ClassifyOptions = {},
): AutomaticKind {
  const lookup: Lookup = name =>
    headers
      .find(it => it[0].toLowerCase() === name)?.[1]
      .trim()
      .toLowerCase() ?? null
  // The address of a mail system proves nothing: its administrators write from it, too.
  if (options.isBounceReport || (isMailSystem(from) && hasNullSender(lookup))) return 'bounce'
  if (isOutOfOffice(lookup)) return 'out_of_office'
  return (
    bySubmission(lookup) ??
    byReport(lookup) ??
    byVendorHeader(lookup) ??
    byDistribution(lookup) ??
    bySender(lookup, from)
  )
}

const hasNullSender = (lookup: Lookup): boolean => /^<\s*>$/.test(lookup('return-path') ?? '')

function bySubmission(lookup: Lookup): AutomaticKind | null {
  const value = lookup('auto-submitted')?.replace(/[\s;(].*$/s, '')
  if (!value || value === 'no') return null
  return value === 'auto-replied' ? 'auto_replied' : 'auto_generated'
}

/** Read receipts (RFC 8098) and complaints (RFC 5965). */
function byReport(lookup: Lookup): AutomaticKind | null {
  const type = lookup('content-type') ?? ''
  if (!type.startsWith('multipart/report')) return null
  if (/report-type\s*=\s*"?delivery-status/.test(type)) return 'bounce'
  return /report-type\s*=\s*"?disposition-notification/.test(type) ? 'auto_replied' : 'auto_generated'
}

function byVendorHeader(lookup: Lookup): AutomaticKind | null {
  const replied = ['x-autoreply', 'x-autorespond', 'x-autoresponder', 'x-auto-reply-from', 'x-autoreply-from']
  if (replied.some(name => isSet(lookup(name)))) return 'auto_replied'
  if (lookup('precedence') === 'auto_reply' || lookup('x-precedence') === 'auto_reply') return 'auto_replied'
  if (lookup('preference') === 'auto_reply') return 'auto_replied'
  const suppress = lookup('x-auto-response-suppress')
  if (suppress && /\b(?:all|oof|autoreply)\b/.test(suppress)) return 'auto_generated'
  const generated = ['x-auto-generated', 'x-cron-env', 'x-mailgun-automated', 'feedback-id-automated']
  return generated.some(name => isSet(lookup(name))) ? 'auto_generated' : null
}

const isSet = (value: string | null) => value !== null && value !== '' && value !== 'no' && value !== 'false'

function byDistribution(lookup: Lookup): AutomaticKind | null {
  const precedence = lookup('precedence') ?? lookup('x-precedence') ?? ''
  const isListPost = lookup('list-id') !== null || lookup('list-post') !== null || precedence === 'list'
  if (isListPost || lookup('mailing-list') !== null || lookup('x-mailing-list') !== null) return 'list'
  if (/^(?:bulk|junk)$/.test(precedence) || lookup('list-unsubscribe') !== null) return 'bulk'
  return lookup('feedback-id') !== null || lookup('x-campaign-id') !== null || lookup('list-help') !== null
    ? 'bulk'
    : null
}

/** The empty envelope sender, and addresses that say that nobody reads them. */
function bySender(lookup: Lookup, from: MailAddress | null): AutomaticKind {
  if (hasNullSender(lookup)) return 'auto_generated'
  const isUnread = /^(?:no|do-?not|donot|never)[-._]?reply(?:[+.-][^@]*)?@/i.test(from?.address ?? '')
  return isUnread ? 'auto_generated' : 'no'
}
