import { quarantinedUids } from '@gotrs/core/inbound/ledger/quarantined-uids'
import type { Kernel } from '@gotrs/core/kernel/kernel'
import { readCursor } from '@gotrs/core/mailboxes/cursor'
import { isOlder } from '@gotrs/core/mailboxes/older-mail'
import type { ImapConnection } from './connection.ts'
import { listMails } from './list-mails.ts'
import { uidValidityOf } from './uids.ts'

/**
 * Moves mails that are in the ledger to another folder, and creates it if it is missing. A mail that cannot be moved stays,
 * marked as seen: it is imported all the same. Returns the problem as a sentence, or null.
 */
export async function moveImported(
  connection: ImapConnection,
  uids: readonly number[],
  folder: string,
): Promise<string | null> {
  if (uids.length === 0) return null
  const can = (extension: string) => connection.client.capabilities.has(extension)
  // Without them a move would also expunge other mail that is marked as deleted (RFC 6851 and RFC 4315).
  if (!can('MOVE') && !can('UIDPLUS')) {
    return `Mail is imported, but this server cannot move it to ${folder}: it stays in place, marked as read.`
  }
  const move = () => connection.request(client => client.messageMove(uids.join(','), folder, { uid: true }))
  if (await move()) return null
  const refusal = await createFolder(connection, folder)
  if (refusal === null && (await move())) return null
  return `Mail is imported, but not moved to ${folder}. ${refusal ?? 'The server gives no reason.'}`
}

/** The server's reason for not creating the folder; null if the folder exists now. */
async function createFolder(connection: ImapConnection, folder: string): Promise<string | null> {
  try {
    await connection.request(client => client.mailboxCreate(folder))
    return null
  } catch (error) {
    // If the connection is closed, the server rejected nothing.
    if (!connection.client.usable) throw error
    return error instanceof Error ? error.message : String(error)
  }
}

/** How many of the newest mails are checked. */
const reach = 1_000

type MoveOptions = { kernel: Kernel; connection: ImapConnection; mailboxId: string; moveTo: string }

/**
 * Moves mails that were imported but not moved because of a failure in between: everything up to the cursor is in the
 * ledger, except old mail that the mailbox does not import. That stays, and so does a mail that exists only on the server
 * because it is too large or has no content: it is in quarantine.
 */
export async function moveLeftovers({ kernel, connection, mailboxId, moveTo }: MoveOptions): Promise<void> {
  if (moveTo === '') return
  const cursor = await readCursor(kernel, mailboxId)
  const uidValidity = uidValidityOf(connection.client)
  if (!cursor || cursor.uidValidity !== uidValidity || cursor.lastUid === 0) return
  const { lastUid, takesMailFrom, olderMail } = cursor
  const range = `${Math.max(1, lastUid - reach + 1)}:${lastUid}`
  const found = await connection.request(client => client.search({ uid: range }, { uid: true }))
  if (!Array.isArray(found) || found.length === 0) return
  const staying = await quarantinedUids(kernel, { mailboxId, uidValidity, uids: found })
  const read = await listMails(
    connection,
    found.filter(uid => uid <= lastUid).sort((a, b) => a - b),
  )
  const isOutside = (arrivedAt: Date | null) =>
    olderMail === 'none' && arrivedAt !== null && isOlder(arrivedAt, takesMailFrom)
  const leaving = read.filter(it => !isOutside(it.arrivedAt) && !staying.has(it.uid)).map(it => it.uid)
  await moveImported(connection, leaving, moveTo)
}
