/** A piece of plain text: words, or an address that can be opened. */
export type TextPart = { text: string; href: string | null }

// One character class, so that it can’t backtrack.
const ADDRESS = /https?:\/\/[^\s<>"“”]{1,2000}/g
const TRAILING = new Set([...".,;:!?)]}'*_"])

/** Cuts text into words and web addresses; punctuation behind an address stays outside of it. */
export function linkParts(text: string): TextPart[] {
  const parts: TextPart[] = []
  let at = 0
  for (const found of text.matchAll(ADDRESS)) {
    const href = withoutTrailing(found[0])
    if (found.index > at) parts.push({ text: text.slice(at, found.index), href: null })
    parts.push({ text: href, href })
    at = found.index + href.length
  }
  if (at < text.length) parts.push({ text: text.slice(at), href: null })
  return parts
}

function withoutTrailing(address: string): string {
  let end = address.length
  while (end > 8 && isTrailing(address, end)) end -= 1
  return address.slice(0, end)
}

/** A closing bracket belongs to the address when it was opened in it: …/wiki/Printer_(computing) */
function isTrailing(address: string, end: number): boolean {
  const last = address[end - 1] ?? ''
  if (last === ')' && address.slice(0, end).includes('(')) return false
  return TRAILING.has(last)
}
