/** The header of a mail and the rest, which begins after the first empty line (RFC 5322, section 2.1). */
export function splitRaw(raw: string): { head: string; body: string } {
  const found = /\r?\n\r?\n/.exec(raw)
  if (!found) return { head: raw, body: '' }
  return { head: raw.slice(0, found.index), body: raw.slice(found.index + found[0].length) }
}
