/** `Nora Lind <Nora@Acme.example>` or `nora@acme.example` → `nora@acme.example`; null when it is no address. */
export function addressOf(typed: string): string | null {
  const bracketed = /<([^<>\s]{1,254})>\s*$/.exec(typed)
  const address = (bracketed?.[1] ?? typed).trim().toLowerCase()
  const at = address.lastIndexOf('@')
  const domain = address.slice(at + 1)
  const isPlain = at > 0 && address.length <= 254 && !/[\s,;<>()[\]"\\]/.test(address)
  const isDomain = /^[^@.-][^@]*\.[^@.]{2,}$/.test(domain) && !domain.includes('..')
  return isPlain && isDomain && address.indexOf('@') === at ? address : null
}
