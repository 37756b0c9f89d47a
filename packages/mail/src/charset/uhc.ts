const FIRST_SYLLABLE = 0xac00
const SYLLABLES = 11_172
const ROWS_OF_178 = 0x20

/**
 * Korean with the syllables that KS X 1001 lacks, which Windows adds between its rows (code page 949); the platform supports
 * only the standard ones. Null if the bytes contain no such syllable, or are not such text.
 */
export function decodeUhc(bytes: Uint8Array): string | null {
  const pieces: string[] = []
  let start = 0
  for (let i = 0; i < bytes.length; i++) {
    const lead = bytes[i] ?? 0
    if (lead < 0x80) continue
    const index = indexOf(lead, bytes[i + 1] ?? 0)
    if (index !== null) {
      const syllable = others()[index]
      if (syllable === undefined) return null
      pieces.push(decode(bytes.subarray(start, i)), String.fromCharCode(syllable))
      start = i + 2
    }
    i++
  }
  if (pieces.length === 0) return null
  const text = [...pieces, decode(bytes.subarray(start))].join('')
  return text.includes('\ufffd') ? null : text
}

function decode(bytes: Uint8Array): string {
  return new TextDecoder('euc-kr').decode(bytes)
}

/** The index of the additional syllable for a pair of bytes. */
function indexOf(lead: number, trail: number): number | null {
  const column = columnOf(trail)
  if (column === null || lead < 0x81 || lead > 0xc6) return null
  if (lead <= 0xa0) return (lead - 0x81) * 178 + column
  return column < 84 ? ROWS_OF_178 * 178 + (lead - 0xa1) * 84 + column : null
}

/** 0x41–0x5A, 0x61–0x7A and 0x81–0xFE. */
function columnOf(trail: number): number | null {
  if (trail >= 0x41 && trail <= 0x5a) return trail - 0x41
  if (trail >= 0x61 && trail <= 0x7a) return trail - 0x61 + 26
  return trail >= 0x81 && trail <= 0xfe ? trail - 0x81 + 52 : null
}

let known: number[] | null = null

/** The syllables of Unicode without the 2,350 that the standard rows hold. */
function others(): number[] {
  if (known) return known
  const standard = new Set<number>()
  for (let lead = 0xb0; lead <= 0xc8; lead++) {
    for (let trail = 0xa1; trail <= 0xfe; trail++) standard.add(decode(Uint8Array.of(lead, trail)).charCodeAt(0))
  }
  known = Array.from({ length: SYLLABLES }, (_, i) => FIRST_SYLLABLE + i).filter(it => !standard.has(it))
  return known
}
