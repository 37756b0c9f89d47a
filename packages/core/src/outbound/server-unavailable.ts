import { mailboxes } from '@gotrs/db/tables/mailboxes'
import { outboundMails } from '@gotrs/db/tables/outbound-mails'
import { eq, sql } from 'drizzle-orm'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import { delayAfter } from './back-off.ts'

/**
 * The server of a mailbox accepts no mail at all. Records a pause for all mails of the mailbox; after it only one mail
 * tries again, so that a thousand waiting mails do not connect a thousand times. It is stored in the database, because
 * several mail-workers send.
 */
export async function recordServerUnavailable(uow: UnitOfWork, mailboxId: string, response: string): Promise<void> {
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

const maxAtOnce = 5_000

/** The 48 hours also run for mails that wait for the server and were not tried themselves. */
async function countTimeOfWaiting(uow: UnitOfWork, mailboxId: string): Promise<void> {
  await uow.db.execute(sql`
    update ${outboundMails} set first_tried_at = ${uow.now.toISOString()}::timestamptz
    where id in (
      select id from ${outboundMails}
      where mailbox_id = ${mailboxId} and next_attempt_at <= ${uow.now.toISOString()}::timestamptz
        and first_tried_at is null and leased_until is null
      limit ${maxAtOnce} for update skip locked)`)
}
