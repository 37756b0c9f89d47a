import type { DkimResult } from './sender-authentication.ts'

const MAX_KEYS = 10_000
/** Names of keys in DNS by which valid mails were signed; the oldest first. */
export type KnownKeys = Set<string>

export const keyName = ({ domain, selector }: { domain: string; selector: string }): string =>
  `${selector}._domainkey.${domain}`.toLowerCase()

/**
 * Is it a key that a mail was once signed with? A mail can name any key, also one of a part of its victim's domain whose
 * servers are gone: that such a key does not answer says nothing of a genuine mail.
 */
export const isKnownKey = (known: KnownKeys, key: DkimResult): boolean => known.has(keyName(key))

/** The oldest are forgotten. */
export function rememberKeys(known: KnownKeys, results: readonly DkimResult[]): void {
  for (const name of results.filter(it => it.result === 'pass').map(keyName)) {
    known.delete(name)
    known.add(name)
  }
  for (const oldest of known) {
    if (known.size <= MAX_KEYS) return
    known.delete(oldest)
  }
}
