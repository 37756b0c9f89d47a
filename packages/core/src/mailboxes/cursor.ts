import type { OlderMail } from '@gotrs/contract/mailboxes'
import { mailboxes } from '@gotrs/db/tables/mailboxes'
import { and, eq, lt } from 'drizzle-orm'
import type { Kernel } from '../kernel/kernel.ts'

/** Which mail is old, and what comes of it. */
export type OlderMailRule = { takesMailFrom: Date; olderMail: OlderMail }

export type ImapCursor = OlderMailRule & { uidValidity: bigint | null; lastUid: number }

/** Up to where a mailbox is in the ledger, or was passed over as old by the rule that belongs to it. */
export async function readCursor(kernel: Kernel, mailboxId: string): Promise<ImapCursor | null> {
  const [row] = await kernel.db
    .select({
      uidValidity: mailboxes.uidValidity,
      lastUid: mailboxes.lastUid,
      takesMailFrom: mailboxes.takesMailFrom,
      olderMail: mailboxes.olderMail,
    })
    .from(mailboxes)
    .where(eq(mailboxes.id, mailboxId))
  return row ?? null
}

/**
 * The server has a new UIDVALIDITY: everything is read again, and the ledger recognises its mails by Message-ID and hash.
 * False if the rule has changed meanwhile: the next new mail would move the cursor past old mail that the new rule imports.
 */
export async function startCursor(
  kernel: Kernel,
  mailboxId: string,
  { uidValidity, ...rule }: OlderMailRule & { uidValidity: bigint },
): Promise<boolean> {
  const started = await kernel.db
    .update(mailboxes)
    .set({ uidValidity, lastUid: 0 })
    .where(and(eq(mailboxes.id, mailboxId), isStill(rule)))
    .returning({ id: mailboxes.id })
  return started.length > 0
}

const isStill = ({ takesMailFrom, olderMail }: OlderMailRule) =>
  and(eq(mailboxes.takesMailFrom, takesMailFrom), eq(mailboxes.olderMail, olderMail))

type Passed = OlderMailRule & { uidValidity: bigint; uid: number }

/**
 * Moves the cursor over old mail that stays outside. By a rule that has been changed meanwhile it does not move: what the
 * new one asks for would be passed over for ever.
 */
export async function skipOlderMail(kernel: Kernel, mailboxId: string, passed: Passed): Promise<void> {
  const { uidValidity, uid, ...rule } = passed
  await kernel.db
    .update(mailboxes)
    .set({ lastUid: uid })
    .where(
      and(
        eq(mailboxes.id, mailboxId),
        eq(mailboxes.uidValidity, uidValidity),
        lt(mailboxes.lastUid, uid),
        isStill(rule),
      ),
    )
}

/**
 * What the admin page shows of the reading: fine, or what is wrong in words. `hasRead`: it was read all the same, and the
 * words are about something beside.
 */
export async function recordReading(
  kernel: Kernel,
  mailboxId: string,
  error: string | null,
  { hasRead = error === null } = {},
): Promise<void> {
  const now = kernel.now()
  const words =
    error === null ? { lastError: null, lastErrorAt: null } : { lastError: error.slice(0, 500), lastErrorAt: now }
  await kernel.db
    .update(mailboxes)
    .set({ ...words, ...(hasRead ? { lastReadAt: now } : {}) })
    .where(eq(mailboxes.id, mailboxId))
}
