import type { ImapFlow } from 'imapflow'
import type { ImapConnection } from './connection.ts'

/** The UIDVALIDITY of the open folder. */
export const uidValidityOf = (client: ImapFlow): bigint => {
  if (!client.mailbox) throw new Error('No folder is open.')
  return client.mailbox.uidValidity
}

/** A folder with at most this many mails is searched for all of its UIDs at once. */
const smallFolder = 2_000
/** In a larger one the search covers this many UIDs, and doubles the range while it finds no mail. */
const firstWindow = 1_000
const largestWindow = 100_000

/** The next UIDs after this one, oldest first; empty if there are no more. Their number is limited. */
export async function uidsAfter(connection: ImapConnection, after: number): Promise<number[]> {
  const { mailbox } = connection.client
  if (!mailbox) throw new Error('No folder is open.')
  // As of the last opening of the folder: newer mails have higher UIDs.
  const next = mailbox.uidNext || 0
  let from = after + 1
  for (let size = firstWindow; ; size = Math.min(size * 2, largestWindow)) {
    const isLast = mailbox.exists <= smallFolder || from + size >= next
    const found = await search(connection, from, isLast ? '*' : from + size - 1)
    if (found.length > 0 || isLast) return found
    from += size
  }
}

/** `N:*` names the last mail even when its UID is below N (RFC 9051, section 9, seq-range). */
async function search(connection: ImapConnection, from: number, to: number | '*'): Promise<number[]> {
  const found = await connection.request(client => client.search({ uid: `${from}:${to}` }, { uid: true }))
  if (!Array.isArray(found)) throw new Error('The server did not list its mails.')
  return found.filter(uid => uid >= from).sort((a, b) => a - b)
}
