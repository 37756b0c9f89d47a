import type { Observer } from '@gotrs/mail-worker/testing/faulty-proxy'

/** When the desk flagged or moved these mails on the server. */
export type FlagRecord = { mailbox: string; uidValidity: string; uids: number[]; at: number }

export const now = () => performance.timeOrigin + performance.now()

const store = /UID (?:STORE ([\d,:]+) \+FLAGS\S* \(\\Seen\)|(?:MOVE|COPY) ([\d,:]+) )/gi
const longest = 300

/** Records `\Seen` and MOVE that pass the proxy to the IMAP server (RFC 9051, sections 6.4.6 and 6.4.8). */
export function recordFlags(mailbox: string, flagRecords: FlagRecord[]): Observer {
  let uidValidity = ''
  let sent = ''
  let received = ''
  return {
    onClientData(chunk) {
      const at = now()
      const text = sent + chunk
      let read = 0
      for (const found of text.matchAll(store)) {
        flagRecords.push({ mailbox, uidValidity, uids: uidsOf(found[1] ?? found[2] ?? ''), at })
        read = found.index + found[0].length
      }
      sent = text.slice(Math.max(read, text.length - longest))
    },
    onServerData(chunk) {
      const text = received + chunk
      uidValidity = [...text.matchAll(/\[UIDVALIDITY (\d+)\]/gi)].at(-1)?.[1] ?? uidValidity
      received = text.slice(-longest)
    },
  }
}

function uidsOf(set: string): number[] {
  return set.split(',').flatMap(part => {
    const [first = 0, last = first] = part.split(':').map(Number)
    return Array.from({ length: Math.abs(last - first) + 1 }, (_, at) => Math.min(first, last) + at)
  })
}
