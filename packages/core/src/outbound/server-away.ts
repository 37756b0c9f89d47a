import { mailboxes } from '@gotrs/db/tables/mailboxes'
import { outboundMails } from '@gotrs/db/tables/outbound-mails'
import { and, eq, isNotNull, isNull, lt, or, sql } from 'drizzle-orm'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import { delayAfter } from './back-off.ts'

/**
 * The server of a mailbox takes no mail at all. None of the mailbox's mails asks it again before the pause is over, and
 * then one alone: a thousand that wait must not knock a thousand times. It stands in the database, for every sender.
 */
export async function noteServerAway(uow: UnitOfWork, mailboxId: string, response: string): Promise<void> {
  const [box] = await uow.db
    .select({ since: mailboxes.sendFailingSince })
    .from(mailboxes)
    .where(eq(mailboxes.id, mailboxId))
    .for('no key update')
  const since = box?.since ?? uow.now
  await uow.db
    .update(mailboxes)
    .set({
      sendFailingSince: since,
      sendPausedUntil: new Date(uow.now.getTime() + delayAfter(uow.now.getTime() - since.getTime())),
      lastSendError: response.replaceAll('\0', '').slice(0, 500),
      lastSendErrorAt: uow.now,
    })
    .where(eq(mailboxes.id, mailboxId))
  await countTimeOfWaiting(uow, mailboxId)
}

/** When a mail was last taken is written down no more often than this: every sender writes to the same row. */
const noteEveryMs = 60_000

/** It speaks to us again, whatever it says to the mail. `hasTaken`: it took it for somebody. */
export async function noteServerAnswers(uow: UnitOfWork, mailboxId: string, hasTaken: boolean): Promise<void> {
  const isLongAgo = lt(mailboxes.lastSentAt, new Date(uow.now.getTime() - noteEveryMs))
  const isNews = hasTaken ? or(isNull(mailboxes.lastSentAt), isLongAgo) : undefined
  const well = { sendFailingSince: null, sendPausedUntil: null, lastSendError: null, lastSendErrorAt: null }
  await uow.db
    .update(mailboxes)
    .set({ ...well, ...(hasTaken ? { lastSentAt: uow.now } : {}) })
    .where(and(eq(mailboxes.id, mailboxId), or(isNotNull(mailboxes.sendFailingSince), isNews)))
}

const maxAtOnce = 5_000

/** For mails that wait for the server the 48 hours run too, though none of them has asked it. */
async function countTimeOfWaiting(uow: UnitOfWork, mailboxId: string): Promise<void> {
  await uow.db.execute(sql`
    update ${outboundMails} set first_tried_at = ${uow.now.toISOString()}::timestamptz
    where id in (
      select id from ${outboundMails}
      where mailbox_id = ${mailboxId} and next_attempt_at <= ${uow.now.toISOString()}::timestamptz
        and first_tried_at is null and leased_until is null
      limit ${maxAtOnce} for update skip locked)`)
}
