import { DeskError } from '@gotrs/contract/errors'
import { outboundMails, outboundRecipients } from '@gotrs/db/tables/outbound-mails'
import { eq } from 'drizzle-orm'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'

export type OutboundRow = typeof outboundMails.$inferSelect
export type LockedMail = { mail: OutboundRow; recipients: (typeof outboundRecipients.$inferSelect)[] }

/** Recipients first, then the mail. Every change of both locks in this order, so that there is no deadlock. */
export async function lockMail(uow: UnitOfWork, mailId: string): Promise<LockedMail> {
  const recipients = await uow.db
    .select()
    .from(outboundRecipients)
    .where(eq(outboundRecipients.mailId, mailId))
    .orderBy(outboundRecipients.address)
    .for('update')
  const [mail] = await uow.db.select().from(outboundMails).where(eq(outboundMails.id, mailId)).for('update')
  if (!mail) throw new DeskError('not_found', { noun: 'mail' })
  return { mail, recipients }
}

/** @throws DeskError `wrong_status` while a sender has it in its hands: whether it leaves is no longer ours to say */
export function requireNotInHand(uow: UnitOfWork, { status, leasedUntil }: OutboundRow): void {
  if (leasedUntil === null || leasedUntil <= uow.now) return
  throw new DeskError('wrong_status', {
    noun: 'mail',
    status,
    reason: 'The desk is sending the mail now. Try again in a minute.',
  })
}
