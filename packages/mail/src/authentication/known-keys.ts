import type { Resolve } from './bounded-resolver.ts'
import type { DkimResult } from './sender-authentication.ts'

const MAX_KEYS = 10_000
/** Of each source of DNS, so that nothing is remembered across desks. */
const memories = new WeakMap<Resolve, Set<string>>()

export const keyName = ({ domain, selector }: { domain: string; selector: string }): string =>
  `${selector}._domainkey.${domain}`.toLowerCase()

/**
 * Is it a key that a mail was once signed with? A mail can name any key, also one of a part of its victim's domain whose
 * servers are gone: that such a key does not answer says nothing of a genuine mail.
 */
export const isKnownKey = (resolve: Resolve, key: DkimResult): boolean =>
  memories.get(resolve)?.has(keyName(key)) ?? false

/** The oldest are forgotten. */
export function rememberKeys(resolve: Resolve, results: readonly DkimResult[]): void {
  const names = memories.get(resolve) ?? new Set<string>()
  memories.set(resolve, names)
  for (const name of results.filter(it => it.result === 'pass').map(keyName)) {
    names.delete(name)
    names.add(name)
  }
  for (const oldest of names) {
    if (names.size <= MAX_KEYS) return
    names.delete(oldest)
  }
}
