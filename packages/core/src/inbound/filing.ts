import type { inboundMails } from '@gotrs/db/tables/inbound-mails'
import type { AutomaticKind } from '@gotrs/mail/parsed-mail'
import type { NewMessage } from '../messages/new-message.ts'
import type { ReadMail } from './read-mail.ts'
import type { Sender } from './sender.ts'

/** A mail about to be filed, with all that was found out about it. */
export type Filing = {
  row: typeof inboundMails.$inferSelect
  read: ReadMail
  sender: Sender
  /** Every address of the desk itself. */
  own: string[]
  kind: AutomaticKind
  mailbox: { queueId: string; authservId: string }
  message: Omit<NewMessage, 'threading' | 'isFromVerifiedSender'>
  hasNamesake: boolean
}
