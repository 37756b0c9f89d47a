import type { ImapFlow } from 'imapflow'
import type { Line } from './line.ts'

/** The server's count of the open folder. */
export const uidValidityOf = (client: ImapFlow): bigint => {
  if (!client.mailbox) throw new Error('No folder is open.')
  return client.mailbox.uidValidity
}

/** A folder with no more mails than this is asked for all of its UIDs at once. */
const smallFolder = 2_000
/** In a larger one so many UIDs are asked for; twice as many each time, where there is no mail between them. */
const firstWindow = 1_000
const largestWindow = 100_000

/** The next UIDs after this one, oldest first; none where there are no more. Their number is bounded. */
export async function uidsAfter(line: Line, after: number): Promise<number[]> {
  const { mailbox } = line.client
  if (!mailbox) throw new Error('No folder is open.')
  // From the last opening of the folder: what has come since lies behind it.
  const next = mailbox.uidNext || 0
  let from = after + 1
  for (let size = firstWindow; ; size = Math.min(size * 2, largestWindow)) {
    const isLast = mailbox.exists <= smallFolder || from + size >= next
    const found = await search(line, from, isLast ? '*' : from + size - 1)
    if (found.length > 0 || isLast) return found
    from += size
  }
}

/** `N:*` names the last mail even when its UID is below N (RFC 9051, section 9, seq-range). */
async function search(line: Line, from: number, to: number | '*'): Promise<number[]> {
  const found = await line.ask(client => client.search({ uid: `${from}:${to}` }, { uid: true }))
  if (!Array.isArray(found)) throw new Error('The server did not say which mails there are.')
  return found.filter(uid => uid >= from).sort((a, b) => a - b)
}
