import type { Db } from '@gotrs/db/client'
import { inboundMails } from '@gotrs/db/tables/inbound-mails'
import { mailboxes } from '@gotrs/db/tables/mailboxes'
import { and, eq, sql } from 'drizzle-orm'
import type { NewMail } from './insert-mails.ts'

export type Recorded = { mailboxId: string; inboundMailId: string; isDuplicate: boolean }

export type ImapPlace = { uidValidity: bigint; uid: number }

/** Those that were inserted, by id. */
type Insert = (mails: NewMail[]) => Promise<ReadonlyMap<string, unknown>>

/** Inserts the mails that the ledger does not have, and finds the others. */
export async function recordMails(db: Db, mails: NewMail[], insert: Insert): Promise<Recorded[]> {
  const inserted = await insert(mails)
  const recorded: Recorded[] = []
  for (const mail of mails) {
    recorded.push(
      inserted.has(mail.id) ? newly(mail) : ((await known(db, mail)) ?? (await withoutPlace(db, mail, insert))),
    )
  }
  return recorded
}

const newly = ({ mailboxId, id }: NewMail): Recorded => ({ mailboxId, inboundMailId: id, isDuplicate: false })

/** The mail of the ledger with the same content, to which the cursor moves. */
async function known(db: Db, { mailboxId, rfcMessageId, sha256, cursor }: NewMail): Promise<Recorded | null> {
  const [found] = await db
    .select({ id: inboundMails.id })
    .from(inboundMails)
    .where(
      and(
        eq(inboundMails.mailboxId, mailboxId),
        eq(inboundMails.rfcMessageId, rfcMessageId),
        eq(inboundMails.sha256, sha256),
      ),
    )
  if (!found) return null
  if (cursor) await advanceCursor(db, mailboxId, cursor)
  return { mailboxId, inboundMailId: found.id, isDuplicate: true }
}

/** Moves only forwards, and only within one UIDVALIDITY: with a new UIDVALIDITY the reader starts again. */
async function advanceCursor(db: Db, mailboxId: string, { uidValidity, uid }: ImapPlace): Promise<void> {
  await db
    .update(mailboxes)
    .set({ lastUid: sql`greatest(${mailboxes.lastUid}, ${uid})` })
    .where(and(eq(mailboxes.id, mailboxId), eq(mailboxes.uidValidity, uidValidity)))
}

/**
 * Another account or folder may count with the same UIDVALIDITY (RFC 9051, section 2.3.1.1, makes it unique only within
 * one name): a place that is taken by other content says nothing, and the mail is kept without one.
 */
async function withoutPlace(db: Db, mail: NewMail, insert: Insert): Promise<Recorded> {
  const inserted = await insert([{ ...mail, uidValidity: null, uid: null }])
  const recorded = inserted.has(mail.id) ? newly(mail) : await known(db, mail)
  if (!recorded) throw new Error('A mail is neither new nor known.')
  return recorded
}
