import { v7 } from 'uuid'

// Ids made in one millisecond keep the order in which they were made (RFC 9562, section 6.2).
let made = 0
const nextInOrder = () => {
  made = (made + 1) % 0x7fff_ffff
  return made
}

export const newIdAt = (now: Date): string => v7({ msecs: now.getTime(), seq: nextInOrder() })
