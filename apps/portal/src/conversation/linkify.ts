/** A piece of plain text: words, or an address to click on. */
export type Piece = { kind: 'text' | 'link'; value: string }

// One character class, so it can't backtrack; what a sentence puts behind an address is cut off below.
const address = /https?:\/\/[^\s<>"“”]+/g

/** Finds web addresses in plain text. */
export function linkify(text: string): Piece[] {
  const pieces: Piece[] = []
  let end = 0
  for (const found of text.matchAll(address)) {
    const value = withoutTail(found[0])
    if (found.index > end) pieces.push({ kind: 'text', value: text.slice(end, found.index) })
    pieces.push({ kind: 'link', value })
    end = found.index + value.length
  }
  if (end < text.length) pieces.push({ kind: 'text', value: text.slice(end) })
  return pieces
}

/** "(see https://desk.example/a)." is about https://desk.example/a. */
function withoutTail(found: string): string {
  let end = found.length
  while (end > 0 && ".,;:!?'*_".includes(found[end - 1] ?? '')) end -= 1
  if (found[end - 1] === ')' && !found.slice(0, end).includes('(')) end -= 1
  return found.slice(0, end)
}
