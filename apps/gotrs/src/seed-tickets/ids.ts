import type { Random } from './random.ts'

const hex = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/** Makes ids as the unit of work does, UUIDs of version 7: by their time, and within it in the order in which they are made. */
export function idMaker(random: Random): (at: number) => string {
  let made = 0
  const byte = (value: number) => hex[value & 255] as string
  return at => {
    made = (made + 1) % 0x7fff_ffff
    const time = at.toString(16).padStart(12, '0')
    // RFC 9562, section 6.2: a counter of 31 bits, then what is random.
    const high = (made >>> 19) & 0xfff
    const word = Math.floor(random.next() * 0x1_0000_0000)
    const low = Math.floor(random.next() * 0x100_0000)
    const counter = `7${byte(high >>> 4)}${(high & 15).toString(16)}-${byte(0x80 | ((made >>> 13) & 0x3f))}${byte(made >>> 5)}`
    const rest = `${byte(((made & 0x1f) << 3) | (low & 7))}${byte(word >>> 24)}${byte(word >>> 16)}${byte(word >>> 8)}${byte(word)}${byte(low >>> 8)}`
    return `${time.slice(0, 8)}-${time.slice(8)}-${counter}-${rest}`
  }
}
