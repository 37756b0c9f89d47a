import type { AutomaticKind, MailAddress, MailHeader } from './parsed-mail.ts'

export type ClassifyOptions = { isBounceReport?: boolean; subject?: string; ownAddresses?: string[] }

/** Placeholder-free first rules: RFC 3834 only; the rest follows below. */
export function classifyAutomatic(
  headers: MailHeader[],
  from: MailAddress | null,
  options: ClassifyOptions = {},
): AutomaticKind {
  const value = (name: string) =>
    headers
      .find(it => it[0].toLowerCase() === name)?.[1]
      .trim()
      .toLowerCase() ?? null
  if (options.isBounceReport || /^mailer-daemon@/.test(from?.address ?? '')) return 'bounce'
  if (value('auto-submitted')?.startsWith('auto-replied')) return 'auto_replied'
  if (value('auto-submitted')?.startsWith('auto-')) return 'auto_generated'
  return 'no'
}
