import type { HeadField } from './mail-head.ts'

/** Whoever answers or shares a mail by it writes to these. */
export const RECIPIENT_FIELDS = ['to', 'cc', 'reply-to'] as const

/**
 * The fields of a mail that a signature does not cover in each of their copies (RFC 6376, section 5.4.2). `signed` has a
 * name for each copy that it covers.
 */
export function unsignedFields(
  fields: readonly HeadField[],
  signed: readonly string[],
  keys: readonly string[],
): string[] {
  const count = (names: readonly string[], key: string) => names.filter(it => it === key).length
  const present = fields.map(it => it.key)
  return keys.filter(key => count(present, key) > count(signed, key))
}
