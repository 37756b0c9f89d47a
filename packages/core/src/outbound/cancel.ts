import { DeskError } from '@gotrs/contract/errors'
import { outboundMails, outboundRecipients } from '@gotrs/db/tables/outbound-mails'
import { and, eq, inArray } from 'drizzle-orm'
import { requireGrant } from '../kernel/require-grant.ts'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import { aboutTicket } from './about-ticket.ts'
import { lockMail, requireNotInHand } from './lock-mail.ts'

/** A mail that waits is not sent any more. @throws DeskError `not_found`, `wrong_status` */
export async function cancelMail(uow: UnitOfWork, { mailId }: { mailId: string }): Promise<void> {
  requireGrant(uow, 'outbox.manage')
  const { mail } = await lockMail(uow, mailId)
  if (mail.status !== 'queued' && mail.status !== 'unknown') {
    const reason = 'Only a waiting mail can be cancelled.'
    throw new DeskError('wrong_status', { noun: 'mail', status: mail.status, reason })
  }
  requireNotInHand(uow, mail)
  await uow.db
    .update(outboundRecipients)
    .set({ status: 'cancelled', updatedAt: uow.now })
    .where(and(eq(outboundRecipients.mailId, mailId), inArray(outboundRecipients.status, ['queued', 'unknown'])))
  await uow.db
    .update(outboundMails)
    .set({ status: 'cancelled', nextAttemptAt: null, leasedUntil: null })
    .where(eq(outboundMails.id, mailId))
  uow.emit('mail.cancelled', { mailId, messageId: mail.messageId }, await aboutTicket(uow, mail.ticketId))
}
