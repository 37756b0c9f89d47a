import { DeskError } from '@gotrs/contract/errors'
import type { Page } from '@gotrs/contract/ids'
import {
  type InboundMail,
  type InboundMailDetail,
  type ListInboundInput,
  listInboundInput,
} from '@gotrs/contract/inbound'
import { inboundMails } from '@gotrs/db/tables/inbound-mails'
import { mailboxes } from '@gotrs/db/tables/mailboxes'
import { tickets } from '@gotrs/db/tables/tickets'
import { desc, eq } from 'drizzle-orm'
import { rawTextBytes, readRawText } from '../../blobs/raw-mail.ts'
import type { Blobs } from '../../kernel/blobs.ts'
import { writeCursor } from '../../kernel/cursor.ts'
import { requireGrant } from '../../kernel/require-grant.ts'
import type { Reader } from '../../kernel/unit-of-work.ts'
import { ledgerFilter, ledgerList } from './ledger-filter.ts'

/** The ledger of inbound mail, newest first. @throws DeskError `invalid_cursor` */
export async function listInbound(reader: Reader, given: ListInboundInput): Promise<Page<InboundMail>> {
  requireGrant(reader, 'inbound.read')
  const input = listInboundInput.parse(given)
  const rows = await selectPage(reader, input)
  const page = rows.slice(0, input.limit)
  const last = page.at(-1)?.mail
  const hasMore = rows.length > input.limit && last !== undefined
  return {
    items: page.map(toInboundMail),
    nextCursor: hasMore ? writeCursor(ledgerList, { value: last.receivedAt.toISOString(), id: last.id }) : null,
  }
}

/** One row more than requested, which shows whether there is another page. */
export const selectPage = (reader: Reader, input: ReturnType<typeof listInboundInput.parse>) =>
  selectMails(reader)
    .where(ledgerFilter(input))
    .orderBy(desc(inboundMails.receivedAt), desc(inboundMails.id))
    .limit(input.limit + 1)

/** A mail of the ledger. @throws DeskError `not_found` */
export async function showInboundMail(reader: Reader, mailId: string): Promise<InboundMail> {
  requireGrant(reader, 'inbound.read')
  return toInboundMail(await rowOf(reader, mailId))
}

/** One mail with the beginning of its bytes, as long as they are kept. @throws DeskError `not_found` */
export async function readInboundMail(
  reader: Reader,
  { mailId }: { mailId: string },
  blobs: Blobs,
): Promise<InboundMailDetail> {
  requireGrant(reader, 'inbound.read')
  const row = await rowOf(reader, mailId)
  const { blobKey, size } = row.mail
  return {
    ...toInboundMail(row),
    rawText: blobKey === null ? '' : await readRawText(blobs, blobKey),
    isRawCut: blobKey !== null && size > rawTextBytes,
  }
}

async function rowOf(reader: Reader, mailId: string): Promise<Row> {
  const [row] = await selectMails(reader).where(eq(inboundMails.id, mailId))
  if (!row) throw new DeskError('not_found', { noun: 'mail' })
  return row
}

const selectMails = (reader: Reader) =>
  reader.db
    .select({ mail: inboundMails, mailboxName: mailboxes.name, ticketNumber: tickets.number })
    .from(inboundMails)
    .innerJoin(mailboxes, eq(mailboxes.id, inboundMails.mailboxId))
    .leftJoin(tickets, eq(tickets.id, inboundMails.ticketId))

type Row = { mail: typeof inboundMails.$inferSelect; mailboxName: string; ticketNumber: number | null }

function toInboundMail({ mail, mailboxName, ticketNumber }: Row): InboundMail {
  const { id, source, size, state, outcome, automaticKind, reason, rule, ticketId } = mail
  return {
    id,
    mailbox: { id: mail.mailboxId, name: mailboxName },
    source,
    from: { name: mail.fromName, address: mail.fromAddress },
    envelopeFrom: mail.envelopeFrom,
    subject: mail.subject,
    messageId: mail.rfcMessageId,
    size,
    state,
    outcome,
    automaticKind,
    reason,
    rule,
    ticket: ticketId !== null && ticketNumber !== null ? { id: ticketId, number: ticketNumber } : null,
    receivedAt: mail.receivedAt.toISOString(),
    processedAt: mail.processedAt?.toISOString() ?? null,
    isRawKept: mail.blobKey !== null,
  }
}
