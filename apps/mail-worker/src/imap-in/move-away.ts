import { quarantinedUids } from '@gotrs/core/inbound/ledger/quarantined-uids'
import type { Kernel } from '@gotrs/core/kernel/kernel'
import { readCursor } from '@gotrs/core/mailboxes/cursor'
import { isOlder } from '@gotrs/core/mailboxes/older-mail'
import type { Line } from './line.ts'
import { surveyMails } from './survey.ts'
import { uidValidityOf } from './uids.ts'

/**
 * Moves mails that are in the ledger to another folder, and creates it if it is missing. A mail that cannot be moved stays,
 * marked as seen: it is imported all the same. Returns the problem as a sentence, or null.
 */
export async function moveAway(line: Line, uids: readonly number[], folder: string): Promise<string | null> {
  if (uids.length === 0) return null
  const can = (extension: string) => line.client.capabilities.has(extension)
  // Without them a move would also expunge other mail that is marked as deleted (RFC 6851 and RFC 4315).
  if (!can('MOVE') && !can('UIDPLUS')) {
    return `Mail is imported, but this server cannot move it to ${folder}: it stays in place, marked as read.`
  }
  const move = () => line.ask(client => client.messageMove(uids.join(','), folder, { uid: true }))
  if (await move()) return null
  const refusal = await makeFolder(line, folder)
  if (refusal === null && (await move())) return null
  return `Mail is imported, but not moved to ${folder}. ${refusal ?? 'The server gives no reason.'}`
}

/** The server's reason for not creating the folder; null if the folder exists now. */
async function makeFolder(line: Line, folder: string): Promise<string | null> {
  try {
    await line.ask(client => client.mailboxCreate(folder))
    return null
  } catch (error) {
    // If the connection is closed, the server rejected nothing.
    if (!line.client.usable) throw error
    return error instanceof Error ? error.message : String(error)
  }
}

/** How many of the newest mails are checked. */
const reach = 1_000

type Leaving = { kernel: Kernel; line: Line; mailboxId: string; moveTo: string }

/**
 * Moves mails that were imported but not moved because of a failure in between: everything up to the cursor is in the
 * ledger, except old mail that the mailbox does not import. That stays, and so does a mail that exists only on the server
 * because it is too large or has no content: it is in quarantine.
 */
export async function moveLeftovers({ kernel, line, mailboxId, moveTo }: Leaving): Promise<void> {
  if (moveTo === '') return
  const cursor = await readCursor(kernel, mailboxId)
  const uidValidity = uidValidityOf(line.client)
  if (!cursor || cursor.uidValidity !== uidValidity || cursor.lastUid === 0) return
  const { lastUid, takesMailFrom, olderMail } = cursor
  const range = `${Math.max(1, lastUid - reach + 1)}:${lastUid}`
  const found = await line.ask(client => client.search({ uid: range }, { uid: true }))
  if (!Array.isArray(found) || found.length === 0) return
  const staying = await quarantinedUids(kernel, { mailboxId, uidValidity, uids: found })
  const read = await surveyMails(
    line,
    found.filter(uid => uid <= lastUid).sort((a, b) => a - b),
  )
  const isOutside = (arrivedAt: Date | null) =>
    olderMail === 'none' && arrivedAt !== null && isOlder(arrivedAt, takesMailFrom)
  const leaving = read.filter(it => !isOutside(it.arrivedAt) && !staying.has(it.uid)).map(it => it.uid)
  await moveAway(line, leaving, moveTo)
}
