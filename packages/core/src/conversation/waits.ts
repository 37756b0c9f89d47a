import type { Message } from '@gotrs/contract/messages'
import { mailboxes } from '@gotrs/db/tables/mailboxes'
import { outboundMails } from '@gotrs/db/tables/outbound-mails'
import { eq, getTableColumns, inArray } from 'drizzle-orm'
import type { Reader } from '../kernel/unit-of-work.ts'
import { reasonsToWait } from '../mailboxes/reasons-to-wait.ts'

const { hourlyLimit, sendPausedUntil, lastSendError } = getTableColumns(mailboxes)

/** The same messages, with the reason why a due mail is not sent yet, as in the outbox. Reads only if a mail waits. */
export async function withWaits(reader: Reader, messages: Message[]): Promise<Message[]> {
  const ids = messages.flatMap(it => (isWaiting(it.staff?.delivery?.status) ? (it.staff?.outboundMailId ?? []) : []))
  if (ids.length === 0) return messages
  const rows = await reader.db
    .select({ mail: outboundMails, mailbox: { hourlyLimit, sendPausedUntil, lastSendError } })
    .from(outboundMails)
    .innerJoin(mailboxes, eq(mailboxes.id, outboundMails.mailboxId))
    .where(inArray(outboundMails.id, ids))
  const waits = await reasonsToWait(reader, rows)
  return messages.map(message => {
    const wait = waits.get(message.staff?.outboundMailId ?? '')
    const { staff } = message
    if (!wait || !staff?.delivery) return message
    const recipients = staff.delivery.recipients.map(it =>
      isWaiting(it.status) ? { ...it, response: wait.reason } : it,
    )
    const nextAttemptAt = wait.until?.toISOString() ?? staff.delivery.nextAttemptAt
    return { ...message, staff: { ...staff, delivery: { ...staff.delivery, nextAttemptAt, recipients } } }
  })
}

const isWaiting = (status: string | undefined) => status === 'queued' || status === 'unknown'
