import type { DkimResult } from './sender-authentication.ts'

const MAX_KEYS = 10_000
/** DNS names of keys that signed valid mails; the oldest first. */
export type KnownKeys = Set<string>

export const keyName = ({ domain, selector }: { domain: string; selector: string }): string =>
  `${selector}._domainkey.${domain}`.toLowerCase()

/**
 * Has this key signed a valid mail before? A mail can name any key, also one of a subdomain of its victim whose
 * name servers are gone: a missing answer for such a key proves nothing about a genuine mail.
 */
export const isKnownKey = (known: KnownKeys, key: DkimResult): boolean => known.has(keyName(key))

/** Removes the oldest. */
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
