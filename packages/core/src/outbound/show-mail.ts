import { DeskError } from '@gotrs/contract/errors'
import type { OutboundMail } from '@gotrs/contract/outbox'
import { mailboxes } from '@gotrs/db/tables/mailboxes'
import { outboundMails, outboundRecipients } from '@gotrs/db/tables/outbound-mails'
import { tickets } from '@gotrs/db/tables/tickets'
import { asc, eq, getTableColumns, inArray } from 'drizzle-orm'
import type { Reader } from '../kernel/unit-of-work.ts'
import { reasonsToWait, type Wait } from '../mailboxes/reasons-to-wait.ts'
import { shownSubject } from './shown-mail.ts'

const { hourlyLimit, sendPausedUntil, lastSendError } = getTableColumns(mailboxes)
const sendingState = { hourlyLimit, sendPausedUntil, lastSendError }

/** A mail of the outbox with its other facts. */
export const selectMails = (reader: Reader) =>
  reader.db
    .select({ mail: outboundMails, mailboxName: mailboxes.name, ticketNumber: tickets.number, mailbox: sendingState })
    .from(outboundMails)
    .innerJoin(mailboxes, eq(mailboxes.id, outboundMails.mailboxId))
    .leftJoin(tickets, eq(tickets.id, outboundMails.ticketId))

type Row = Awaited<ReturnType<typeof selectMails>>[number]
type Recipient = typeof outboundRecipients.$inferSelect

/** @throws DeskError `not_found` */
export async function readMail(reader: Reader, mailId: string): Promise<OutboundMail> {
  const [found] = await showMails(reader, await selectMails(reader).where(eq(outboundMails.id, mailId)))
  if (!found) throw new DeskError('not_found', { noun: 'mail' })
  return found
}

export async function showMails(reader: Reader, rows: Row[]): Promise<OutboundMail[]> {
  if (rows.length === 0) return []
  const ids = rows.map(row => row.mail.id)
  const recipients = await reader.db
    .select()
    .from(outboundRecipients)
    .where(inArray(outboundRecipients.mailId, ids))
    .orderBy(asc(outboundRecipients.kind), asc(outboundRecipients.address))
  const waits = await reasonsToWait(reader, rows)
  return rows.map(row =>
    showMail(
      row,
      recipients.filter(it => it.mailId === row.mail.id),
      waits.get(row.mail.id) ?? null,
    ),
  )
}

function showMail({ mail, mailboxName, ticketNumber }: Row, recipients: Recipient[], wait: Wait | null): OutboundMail {
  const { id, isSecret, fromAddress, purpose, status, attempts, ticketId } = mail
  const nextAttemptAt = (wait?.until ?? mail.nextAttemptAt)?.toISOString() ?? null
  const responseOf = (it: Recipient) => (wait && stillWaits(it) ? wait.reason : it.response)
  return {
    id,
    isSecret,
    subject: shownSubject(mail),
    from: fromAddress,
    to: recipients.filter(it => it.kind === 'to').map(it => it.address),
    purpose,
    mailbox: { id: mail.mailboxId, name: mailboxName },
    ticket: ticketId !== null && ticketNumber !== null ? { id: ticketId, number: ticketNumber } : null,
    delivery: {
      status,
      attempts,
      sentAt: mail.sentAt?.toISOString() ?? null,
      nextAttemptAt,
      recipients: recipients.map(it => ({ address: it.address, status: it.status, response: responseOf(it) })),
    },
    createdAt: mail.createdAt.toISOString(),
    sentAt: mail.sentAt?.toISOString() ?? null,
    nextAttemptAt,
  }
}

const stillWaits = ({ status }: Recipient) => status === 'queued' || status === 'unknown'
