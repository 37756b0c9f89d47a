import { DeskError } from '@gotrs/contract/errors'
import { inboundMails } from '@gotrs/db/tables/inbound-mails'
import { readReplyAddress } from '@gotrs/mail/reply-address'
import { eq } from 'drizzle-orm'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import type { MessageRow } from './find-message.ts'

/** Was one of these signed for an answer to an internal note? Whoever sent it then wrote to staff alone. */
export const isForStaffAlone = (addresses: readonly string[]): boolean =>
  addresses.some(address => readReplyAddress(address)?.audience === 'note')

/**
 * An answer to a note that was taken for a stranger's mail, because it came from another address, must not reach a
 * customer by being moved. @throws DeskError `wrong_status`
 */
export async function refuseAnswerToNote(uow: UnitOfWork, message: MessageRow): Promise<void> {
  if (message.kind === 'note' || !message.inboundMailId) return
  const [mail] = await uow.db
    .select({ envelopeTo: inboundMails.envelopeTo })
    .from(inboundMails)
    .where(eq(inboundMails.id, message.inboundMailId))
  if (!isForStaffAlone([...(mail?.envelopeTo ?? []), ...message.to, ...message.cc])) return
  const reason = 'It answers an internal note, which customers must not see. Copy what is needed into a note.'
  throw new DeskError('wrong_status', { noun: 'mail', reason })
}
