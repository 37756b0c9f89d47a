import { DeskError } from '@gotrs/contract/errors'
import { inboundMails } from '@gotrs/db/tables/inbound-mails'
import { mailboxes } from '@gotrs/db/tables/mailboxes'
import { messages } from '@gotrs/db/tables/messages'
import { type SQL, sql } from 'drizzle-orm'
import type { PgColumn } from 'drizzle-orm/pg-core'
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
  const own = activeMailbox(sql`${ticket?.id ?? null}::uuid`, sql`${ticket?.queueId ?? null}::uuid`)
  const [row] = await reader.db.select({ own }).from(sql`(select 1) as one`)
  return requireMailbox(row?.own ?? null)
}

type Acknowledging = SendingMailbox & { acknowledges: boolean }

/** What `mailboxForTicket` finds, for a statement that reads other things as well; null where no mailbox is active. */
export const activeMailbox = (ticketId: SQL | PgColumn, queueId: SQL | PgColumn) => sql<Acknowledging | null>`(
  select json_build_object('id', box.id, 'address', box.address, 'displayName', box.display_name,
    'acknowledges', box.acknowledges)
  from ${mailboxes} box where box.is_active
  order by box.queue_id is not distinct from ${queueId} desc,
    exists(select from ${messages} message join ${inboundMails} mail on mail.id = message.inbound_mail_id
      where message.ticket_id = ${ticketId} and mail.mailbox_id = box.id) desc, box.created_at, box.id
  limit 1)`

export function requireMailbox(found: Acknowledging | null): Acknowledging {
  if (!found) throw new DeskError('mailbox_unusable', { reason: 'no mailbox is active' })
  return found
}
