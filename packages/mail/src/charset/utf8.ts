/** Length of the valid UTF-8 sequence at `i` (https://www.rfc-editor.org/rfc/rfc3629#section-4), or 0. */
export function utf8SequenceLength(bytes: Uint8Array, i: number): number {
  const lead = bytes[i] ?? 0
  if (lead < 0x80) return 1
  const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2
  if (lead < 0xc2 || lead > 0xf4 || i + length > bytes.length) return 0
  const second = bytes[i + 1] ?? 0
  if (second < lowestSecond(lead) || second > highestSecond(lead)) return 0
  for (let k = 2; k < length; k++) if (((bytes[i + k] ?? 0) & 0xc0) !== 0x80) return 0
  return length
}

export type Utf8Census = { sequences: number; invalid: number }

/** A truncated sequence at the end does not count. */
export function censusUtf8(bytes: Uint8Array): Utf8Census {
  let sequences = 0
  let invalid = 0
  for (let i = 0; i < bytes.length; ) {
    const length = utf8SequenceLength(bytes, i)
    if (length > 1) sequences++
    if (length === 0 && !(i >= bytes.length - 3 && (bytes[i] ?? 0) >= 0xc2)) invalid++
    i += length || 1
  }
  return { sequences, invalid }
}

/** Decodes UTF-8 and reads stray bytes as windows-1252, so that none is lost. */
export function decodeMixedUtf8(bytes: Uint8Array): string {
  const pieces: string[] = []
  let start = 0
  for (let i = 0; i < bytes.length; ) {
    const length = utf8SequenceLength(bytes, i)
    if (length === 0) {
      pieces.push(utf8.decode(bytes.subarray(start, i)), windows1252.decode(bytes.subarray(i, i + 1)))
      start = i + 1
    }
    i += length || 1
  }
  return pieces.join('') + utf8.decode(bytes.subarray(start))
}

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true })
const windows1252 = new TextDecoder('windows-1252')

function lowestSecond(lead: number): number {
  if (lead === 0xe0) return 0xa0
  return lead === 0xf0 ? 0x90 : 0x80
}

function highestSecond(lead: number): number {
  if (lead === 0xed) return 0x9f
  return lead === 0xf4 ? 0x8f : 0xbf
}
