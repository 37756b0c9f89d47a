import { mailboxes } from '@gotrs/db/tables/mailboxes'
import { eq } from 'drizzle-orm'
import type { Kernel } from '../kernel/kernel.ts'

export type ImapCursor = { uidValidity: bigint | null; lastUid: number }

/** Up to where a mailbox is in the ledger. */
export async function readCursor(desk: Kernel, mailboxId: string): Promise<ImapCursor> {
  const [row] = await desk.db
    .select({ uidValidity: mailboxes.uidValidity, lastUid: mailboxes.lastUid })
    .from(mailboxes)
    .where(eq(mailboxes.id, mailboxId))
  return row ?? { uidValidity: null, lastUid: 0 }
}

/** The server counts anew: everything is read again, and what is in the ledger is known by Message-ID and hash. */
export async function startCursor(desk: Kernel, mailboxId: string, uidValidity: bigint): Promise<void> {
  await desk.db.update(mailboxes).set({ uidValidity, lastUid: 0 }).where(eq(mailboxes.id, mailboxId))
}

/**
 * What the admin page shows of the reading: fine, or what is wrong in words. `hasRead`: it was read all the same, and the
 * words are about something beside.
 */
export async function noteReading(
  desk: Kernel,
  mailboxId: string,
  error: string | null,
  { hasRead = error === null } = {},
): Promise<void> {
  const now = desk.now()
  const words =
    error === null ? { lastError: null, lastErrorAt: null } : { lastError: error.slice(0, 500), lastErrorAt: now }
  await desk.db
    .update(mailboxes)
    .set({ ...words, ...(hasRead ? { lastReadAt: now } : {}) })
    .where(eq(mailboxes.id, mailboxId))
}
