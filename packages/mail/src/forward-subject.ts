/** The prefixes of forwarded mail, by language, before a narrow or wide colon. */
const prefix =
  /^\s{0,9}(?:fwd?|wg|tr|rv|enc|i|vs|vl|vb|pd|ilt|yml|doorst|továbbítás|přep|préposlať|fwd?\[\d{1,3}\]|转发|轉寄|転送|전달|пересл)\s{0,3}[:：]/iu

const maxPrefixes = 10

export const hasForwardPrefix = (subject: string): boolean => prefix.test(subject)

/** The subject as it was before anybody forwarded it. */
export function withoutForwardPrefix(subject: string): string {
  let bare = subject
  for (let at = 0; at < maxPrefixes && prefix.test(bare); at += 1) bare = bare.replace(prefix, '')
  return bare.trim()
}
