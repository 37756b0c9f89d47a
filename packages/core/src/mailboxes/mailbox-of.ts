import { DeskError } from '@gotrs/contract/errors'
import { inboundMails } from '@gotrs/db/tables/inbound-mails'
import { mailboxes } from '@gotrs/db/tables/mailboxes'
import { messages } from '@gotrs/db/tables/messages'
import { asc, desc, eq, sql } from 'drizzle-orm'
import type { Reader } from '../kernel/unit-of-work.ts'

/** What a mail needs to know of the mailbox it is written as. */
export type SendingMailbox = { id: string; address: string; displayName: string }

/**
 * What a ticket is answered from: an active mailbox of its queue, of several the one its mail came in by; else that one,
 * else the first. @throws DeskError `mailbox_unusable` where none is active
 */
export function mailboxForTicket(
  reader: Reader,
  ticket: { id: string; queueId: string },
): Promise<SendingMailbox & { acknowledges: boolean }> {
  return firstActive(reader, ticket)
}

/** The mailbox of mail that belongs to no queue, such as a password reset: the first active one. */
export function mailboxOfDesk(reader: Reader): Promise<SendingMailbox> {
  return firstActive(reader, null)
}

async function firstActive(reader: Reader, ticket: { id: string; queueId: string } | null) {
  const isOfQueue = sql`${mailboxes.queueId} is not distinct from ${ticket?.queueId ?? null}::uuid`
  const hasBroughtMail = sql`exists(select from ${messages} message join ${inboundMails} mail on mail.id = message.inbound_mail_id
    where message.ticket_id = ${ticket?.id ?? null}::uuid and mail.mailbox_id = ${mailboxes.id})`
  const [found] = await reader.db
    .select({
      id: mailboxes.id,
      address: mailboxes.address,
      displayName: mailboxes.displayName,
      acknowledges: mailboxes.acknowledges,
    })
    .from(mailboxes)
    .where(eq(mailboxes.isActive, true))
    .orderBy(desc(isOfQueue), desc(hasBroughtMail), asc(mailboxes.createdAt), asc(mailboxes.id))
    .limit(1)
  if (!found) throw new DeskError('mailbox_unusable', { reason: 'no mailbox is active' })
  return found
}
