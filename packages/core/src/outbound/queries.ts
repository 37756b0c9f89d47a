import { DeskError } from '@gotrs/contract/errors'
import type { Page } from '@gotrs/contract/ids'
import {
  type ListOutboxInput,
  listOutboxInput,
  type OutboundMail,
  type OutboundMailDetail,
} from '@gotrs/contract/outbox'
import { outboundMails, outboundRecipients } from '@gotrs/db/tables/outbound-mails'
import { tickets } from '@gotrs/db/tables/tickets'
import { and, asc, desc, eq, inArray, type SQL, sql } from 'drizzle-orm'
import type { Reader } from '../kernel/unit-of-work.ts'
import { readCursor, timeValue, writeCursor } from '../tickets/cursor.ts'

/** Mails the desk sends or has sent, newest first. @throws DeskError `invalid_cursor` */
export async function listOutbox(reader: Reader, given: ListOutboxInput): Promise<Page<OutboundMail>> {
  const { status, limit, cursor } = listOutboxInput.parse(given)
  const rows = await reader.db
    .select({ mail: outboundMails, ticketNumber: tickets.number })
    .from(outboundMails)
    .leftJoin(tickets, eq(tickets.id, outboundMails.ticketId))
    .where(and(statuses[status], cursor === undefined ? undefined : after(cursor)))
    .orderBy(desc(outboundMails.createdAt), desc(outboundMails.id))
    .limit(limit + 1)
  const page = rows.slice(0, limit)
  const last = page.at(-1)?.mail
  const hasMore = rows.length > limit && last !== undefined
  return {
    items: await withRecipients(reader, page),
    nextCursor: hasMore ? writeCursor(last.createdAt.toISOString(), last.id) : null,
  }
}

/** One mail with its text. @throws DeskError `not_found` */
export async function readOutboundMail(reader: Reader, { mailId }: { mailId: string }): Promise<OutboundMailDetail> {
  const rows = await reader.db
    .select({ mail: outboundMails, ticketNumber: tickets.number })
    .from(outboundMails)
    .leftJoin(tickets, eq(tickets.id, outboundMails.ticketId))
    .where(eq(outboundMails.id, mailId))
  const [found] = await withRecipients(reader, rows)
  if (!found) throw new DeskError('not_found', { noun: 'mail' })
  return { ...found, text: rows[0]?.mail.text ?? null }
}

const statuses = {
  all: undefined,
  waiting: inArray(outboundMails.status, ['queued', 'unknown']),
  failed: eq(outboundMails.status, 'failed'),
  done: inArray(outboundMails.status, ['sent', 'caught', 'cancelled']),
} satisfies Record<string, SQL | undefined>

function after(cursor: string): SQL {
  const { value, id } = readCursor(cursor, timeValue)
  if (value === 'infinity') throw new DeskError('invalid_cursor')
  return sql`(${outboundMails.createdAt}, ${outboundMails.id}) < (${value}::timestamptz, ${id}::uuid)`
}

type Row = { mail: typeof outboundMails.$inferSelect; ticketNumber: number | null }
type Recipient = typeof outboundRecipients.$inferSelect

async function withRecipients(reader: Reader, rows: Row[]): Promise<OutboundMail[]> {
  if (rows.length === 0) return []
  const ids = rows.map(row => row.mail.id)
  const recipients = await reader.db
    .select()
    .from(outboundRecipients)
    .where(inArray(outboundRecipients.mailId, ids))
    .orderBy(asc(outboundRecipients.kind), asc(outboundRecipients.address))
  return rows.map(row =>
    toOutboundMail(
      row,
      recipients.filter(it => it.mailId === row.mail.id),
    ),
  )
}

function toOutboundMail({ mail, ticketNumber }: Row, recipients: Recipient[]): OutboundMail {
  const { id, subject, fromAddress, purpose, status, attempts, ticketId } = mail
  return {
    id,
    subject,
    from: fromAddress,
    to: recipients.filter(it => it.kind === 'to').map(it => it.address),
    purpose,
    ticket: ticketId !== null && ticketNumber !== null ? { id: ticketId, number: ticketNumber } : null,
    delivery: {
      status,
      attempts,
      recipients: recipients.map(({ address, status: stands, response }) => ({ address, status: stands, response })),
    },
    createdAt: mail.createdAt.toISOString(),
    sentAt: mail.sentAt?.toISOString() ?? null,
    nextAttemptAt: mail.nextAttemptAt?.toISOString() ?? null,
  }
}
