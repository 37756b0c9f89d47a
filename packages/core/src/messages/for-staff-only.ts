import { DeskError } from '@gotrs/contract/errors'
import { inboundMails } from '@gotrs/db/tables/inbound-mails'
import { readReplyAddress } from '@gotrs/mail/reply-address'
import { eq } from 'drizzle-orm'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import type { MessageRow } from './find-message.ts'

/** Is one of these signed as the reply address of an internal note? Then the mail is for staff only. */
export const isForStaffOnly = (addresses: readonly string[]): boolean =>
  addresses.some(address => readReplyAddress(address)?.audience === 'note')

/**
 * An answer to a note that came from an unknown address was held as a stranger's mail. Moving it must not show it to a
 * customer. @throws DeskError `wrong_status`
 */
export async function rejectAnswerToNote(uow: UnitOfWork, message: MessageRow): Promise<void> {
  if (message.kind === 'note' || !message.inboundMailId) return
  const [mail] = await uow.db
    .select({ envelopeTo: inboundMails.envelopeTo })
    .from(inboundMails)
    .where(eq(inboundMails.id, message.inboundMailId))
  if (!isForStaffOnly([...(mail?.envelopeTo ?? []), ...message.to, ...message.cc])) return
  const reason = 'It answers an internal note, which customers must not see. Copy what is needed into a note.'
  throw new DeskError('wrong_status', { noun: 'mail', reason })
}
