import type { Listener } from './line.ts'

/** The moment at which the desk told the server that these mails are done with. */
export type Flagging = { mailbox: string; uidValidity: string; uids: number[]; at: number }

export const now = () => performance.timeOrigin + performance.now()

const store = /UID (?:STORE ([\d,:]+) \+FLAGS\S* \(\\Seen\)|(?:MOVE|COPY) ([\d,:]+) )/gi
const longest = 300

/** Listens at the line to the IMAP server for `\Seen` and MOVE (RFC 9051, sections 6.4.6 and 6.4.8). */
export function listenForFlags(mailbox: string, flaggings: Flagging[]): Listener {
  let uidValidity = ''
  let asked = ''
  let answered = ''
  return {
    onClient(chunk) {
      const at = now()
      const text = asked + chunk.toString('latin1')
      let read = 0
      for (const found of text.matchAll(store)) {
        flaggings.push({ mailbox, uidValidity, uids: uidsOf(found[1] ?? found[2] ?? ''), at })
        read = found.index + found[0].length
      }
      asked = text.slice(Math.max(read, text.length - longest))
    },
    onServer(chunk) {
      const text = answered + chunk.toString('latin1')
      uidValidity = [...text.matchAll(/\[UIDVALIDITY (\d+)\]/gi)].at(-1)?.[1] ?? uidValidity
      answered = text.slice(-longest)
    },
  }
}

function uidsOf(set: string): number[] {
  return set.split(',').flatMap(part => {
    const [first = 0, last = first] = part.split(':').map(Number)
    return Array.from({ length: Math.abs(last - first) + 1 }, (_, at) => Math.min(first, last) + at)
  })
}
