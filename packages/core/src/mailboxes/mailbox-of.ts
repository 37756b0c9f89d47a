import { DeskError } from '@gotrs/contract/errors'
import { mailboxes } from '@gotrs/db/tables/mailboxes'
import { asc, desc, eq, sql } from 'drizzle-orm'
import type { Reader } from '../kernel/unit-of-work.ts'

/** What a mail needs to know of the mailbox it is written as. */
export type SendingMailbox = { id: string; address: string; displayName: string }

/** The queue's active mailbox, else the first active one. @throws DeskError `mailbox_unusable` where none is active */
export function mailboxForQueue(reader: Reader, queueId: string): Promise<SendingMailbox> {
  return firstActive(reader, queueId)
}

/** The mailbox of mail that belongs to no queue, such as a password reset: the first active one. */
export function mailboxOfDesk(reader: Reader): Promise<SendingMailbox> {
  return firstActive(reader, null)
}

async function firstActive(reader: Reader, queueId: string | null): Promise<SendingMailbox> {
  const isOfQueue = sql`${mailboxes.queueId} is not distinct from ${queueId}::uuid`
  const [found] = await reader.db
    .select({ id: mailboxes.id, address: mailboxes.address, displayName: mailboxes.displayName })
    .from(mailboxes)
    .where(eq(mailboxes.isActive, true))
    .orderBy(desc(isOfQueue), asc(mailboxes.createdAt), asc(mailboxes.id))
    .limit(1)
  if (!found) throw new DeskError('mailbox_unusable', { reason: 'no mailbox is active' })
  return found
}
