/** An address as the envelope takes it (RFC 5321, section 4.5.3.1). */
const maxAddress = 254
const maxLocalPart = 64
const maxLabel = 63

/**
 * Letters of a name without quotes (RFC 5321, section 4.1.2), and any beyond ASCII (RFC 6531, section 3.3) that can be
 * seen. Dots may be anywhere: some providers have assigned `a..b@` and `a.@`, and mail reaches them.
 */
const atoms = /^(?:[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]|[^\p{ASCII}\p{C}\p{Z}])+$/u
/**
 * Between quotes nearly anything is a letter. Left out are brackets, because a mail line has its address between them, and
 * a further `@`, at which a careless program splits.
 */
const quoted = /^"(?:[^\p{C}"\\<>@]|\\[\x20-\x3b=?\x41-\x7e])+"$/u
const label = /^(?:[\p{L}\p{M}\p{N}_]|[\p{L}\p{M}\p{N}_][\p{L}\p{M}\p{N}_·-]*[\p{L}\p{M}\p{N}_])$/u

/**
 * Can mail be sent to this address? The one answer for what the desk accepts and for what it puts on an envelope: an
 * address that is accepted and then rejected would never get its mail.
 */
export function isMailAddress(address: string): boolean {
  const at = address.lastIndexOf('@')
  const local = address.slice(0, Math.max(at, 0))
  if (at < 1 || address.length > maxAddress || local.length > maxLocalPart) return false
  return (atoms.test(local) || quoted.test(local)) && isDomain(address.slice(at + 1))
}

const isDomain = (domain: string): boolean => domain.split('.').every(it => it.length <= maxLabel && label.test(it))
