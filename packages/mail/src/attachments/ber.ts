/** One element of BER. `start` and `end` enclose its content; `next` is where the element after it begins. */
export type Element = { tag: number; start: number; end: number; next: number }

/** Deeper than any message of CMS; the end of elements of indefinite length is searched level by level. */
const MAX_DEPTH = 24

/** The element at `pos`; null if there is none that fits into the bytes. ITU-T X.690, section 8.1 */
export function elementAt(bytes: Uint8Array, pos: number, depth = 0): Element | null {
  const tag = bytes[pos]
  const first = bytes[pos + 1]
  // CMS has no tags of more than one byte.
  if (tag === undefined || first === undefined || (tag & 0x1f) === 0x1f || depth > MAX_DEPTH) return null
  if (first === 0x80) return indefiniteAt(bytes, pos, depth)
  const count = first < 0x80 ? 0 : first & 0x7f
  if (count > 4) return null
  let length = count === 0 ? first : 0
  for (let i = 0; i < count; i++) length = length * 256 + (bytes[pos + 2 + i] ?? 0)
  const start = pos + 2 + count
  const end = start + length
  return end <= bytes.length ? { tag, start, end, next: end } : null
}

/** Ends with two zeros after its last child. */
function indefiniteAt(bytes: Uint8Array, pos: number, depth: number): Element | null {
  const start = pos + 2
  for (let at = start; at + 1 < bytes.length; ) {
    if (bytes[at] === 0 && bytes[at + 1] === 0) return { tag: bytes[pos] ?? 0, start, end: at, next: at + 2 }
    const child = elementAt(bytes, at, depth + 1)
    if (!child) return null
    at = child.next
  }
  return null
}

/** The first children of an element, as far as they can be read. */
export function childrenOf(bytes: Uint8Array, { start, end }: Element, most: number): Element[] {
  const children: Element[] = []
  for (let at = start; at < end && children.length < most; ) {
    const child = elementAt(bytes, at)
    if (!child || child.next > end) break
    children.push(child)
    at = child.next
  }
  return children
}
