import type { tickets } from '@gotrs/db/tables/tickets'
import { signReplyAddress } from '@gotrs/mail/reply-address'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import type { SendingMailbox } from '../mailboxes/mailbox-of.ts'
import type { MailToWrite } from './write-mail.ts'

/** The addresses at which the recipients of a mail about the ticket answer: each names ticket and recipient. */
export const replyAddresses = (
  { vault }: UnitOfWork,
  { id: ticketId, number: ticketNumber }: Pick<typeof tickets.$inferSelect, 'id' | 'number'>,
  { address: mailboxAddress, displayName: name }: SendingMailbox,
): NonNullable<MailToWrite['reply']> => ({
  name,
  addressFor: recipient =>
    signReplyAddress({ ticketId, ticketNumber, mailboxAddress, recipient, secret: vault.replyKey }),
})
