import { mailboxes } from '@gotrs/db/tables/mailboxes'
import { outboundMails, outboundRecipients } from '@gotrs/db/tables/outbound-mails'
import { and, asc, eq, inArray, isNotNull, isNull, lte, sql } from 'drizzle-orm'
import type { ClockTask } from '../kernel/clock.ts'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import { aboutTicket } from './about-ticket.ts'
import { giveUpMs } from './back-off.ts'
import { lockMail } from './lock-mail.ts'

const perBatch = 50
const hourMs = 60 * 60_000

/**
 * One mail at a time tries a server that has accepted nothing for two days. The other mails that have waited as long fail
 * together with that one, each on its own ticket, rather than one an hour.
 */
export const giveUpWaiting: ClockTask = {
  name: 'give_up_waiting',
  cron: '*/10 * * * *',
  async batch(uow) {
    const late = await lateMails(uow)
    for (const { id, response } of late) await giveUp(uow, id, response)
    return late.length
  },
}

async function lateMails(uow: UnitOfWork): Promise<{ id: string; response: string }[]> {
  const late = new Date(uow.now.getTime() - giveUpMs)
  // Only for a server that was tried lately: after a week without electricity a mail is tried once more before it
  // fails.
  const hasAskedOfLate = sql`${mailboxes.lastSendErrorAt} > ${new Date(uow.now.getTime() - 3 * hourMs).toISOString()}::timestamptz`
  return uow.db
    .select({ id: outboundMails.id, response: sql<string>`coalesce(${mailboxes.lastSendError}, '')` })
    .from(outboundMails)
    .innerJoin(mailboxes, eq(mailboxes.id, outboundMails.mailboxId))
    .where(
      and(
        lte(mailboxes.sendFailingSince, late),
        hasAskedOfLate,
        lte(outboundMails.firstTriedAt, late),
        isNotNull(outboundMails.nextAttemptAt),
        isNull(outboundMails.leasedUntil),
      ),
    )
    .orderBy(asc(outboundMails.id))
    .limit(perBatch)
}

async function giveUp(uow: UnitOfWork, mailId: string, said: string): Promise<void> {
  const { mail } = await lockMail(uow, mailId)
  if (mail.nextAttemptAt === null || mail.leasedUntil !== null) return
  const response = `Given up after 48 hours. ${said}`
  const failed = await uow.db
    .update(outboundRecipients)
    .set({ status: 'failed', response, updatedAt: uow.now })
    .where(and(eq(outboundRecipients.mailId, mailId), inArray(outboundRecipients.status, ['queued', 'unknown'])))
    .returning({ address: outboundRecipients.address })
  const wiped = mail.isSecret ? { text: null, blobKey: null } : {}
  await uow.db
    .update(outboundMails)
    .set({ status: 'failed', nextAttemptAt: null, ...wiped })
    .where(eq(outboundMails.id, mailId))
  const { blobKey } = mail
  if (mail.isSecret && blobKey) uow.afterCommit(() => uow.blobs.remove(blobKey))
  const about = await aboutTicket(uow, mail.ticketId)
  if (failed.length > 0) uow.emit('mail.failed', { mailId, messageId: mail.messageId }, about)
}
