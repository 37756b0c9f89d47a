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
import { and, desc, eq, type SQL, sql } from 'drizzle-orm'
import type { Blobs } from '../kernel/blobs.ts'
import type { Reader } from '../kernel/unit-of-work.ts'
import { readCursor, timeValue, writeCursor } from '../tickets/cursor.ts'

/** How much of a raw mail is shown. */
export const rawTextBytes = 200_000

/** The ledger of mail in, newest first. @throws DeskError `invalid_cursor` */
export async function listInbound(reader: Reader, given: ListInboundInput): Promise<Page<InboundMail>> {
  const { state, limit, cursor } = listInboundInput.parse(given)
  const rows = await selectMails(reader)
    .where(and(states[state], cursor === undefined ? undefined : after(cursor)))
    .orderBy(desc(inboundMails.receivedAt), desc(inboundMails.id))
    .limit(limit + 1)
  const page = rows.slice(0, limit)
  const last = page.at(-1)?.mail
  const hasMore = rows.length > limit && last !== undefined
  return {
    items: page.map(toInboundMail),
    nextCursor: hasMore ? writeCursor(last.receivedAt.toISOString(), last.id) : null,
  }
}

/** One mail with the beginning of its bytes. @throws DeskError `not_found` */
export async function readInboundMail(
  reader: Reader,
  { mailId }: { mailId: string },
  blobs: Blobs,
): Promise<InboundMailDetail> {
  const [row] = await selectMails(reader).where(eq(inboundMails.id, mailId))
  if (!row) throw new DeskError('not_found', { noun: 'mail' })
  const { blobKey, size } = row.mail
  return {
    ...toInboundMail(row),
    rawText: asText(await readHead(blobs, blobKey)),
    isRawCut: size > rawTextBytes,
  }
}

const selectMails = (reader: Reader) =>
  reader.db
    .select({ mail: inboundMails, mailboxName: mailboxes.name, ticketNumber: tickets.number })
    .from(inboundMails)
    .innerJoin(mailboxes, eq(mailboxes.id, inboundMails.mailboxId))
    .leftJoin(tickets, eq(tickets.id, inboundMails.ticketId))

const states = {
  all: undefined,
  waiting: eq(inboundMails.state, 'received'),
  quarantined: eq(inboundMails.state, 'quarantined'),
  done: eq(inboundMails.state, 'done'),
} satisfies Record<string, SQL | undefined>

function after(cursor: string): SQL {
  const { value, id } = readCursor(cursor, timeValue)
  if (value === 'infinity') throw new DeskError('invalid_cursor')
  return sql`(${inboundMails.receivedAt}, ${inboundMails.id}) < (${value}::timestamptz, ${id}::uuid)`
}

type Row = { mail: typeof inboundMails.$inferSelect; mailboxName: string; ticketNumber: number | null }

function toInboundMail({ mail, mailboxName, ticketNumber }: Row): InboundMail {
  const { id, source, size, state, outcome, reason, rule, ticketId } = mail
  return {
    id,
    mailbox: { id: mail.mailboxId, name: mailboxName },
    source,
    from: mail.envelopeFrom ?? '',
    messageId: mail.rfcMessageId,
    size,
    state,
    outcome,
    reason,
    rule,
    ticket: ticketId !== null && ticketNumber !== null ? { id: ticketId, number: ticketNumber } : null,
    receivedAt: mail.receivedAt.toISOString(),
    processedAt: mail.processedAt?.toISOString() ?? null,
  }
}

async function readHead(blobs: Blobs, key: string): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of blobs.stream(key, { start: 0, end: rawTextBytes - 1 })) chunks.push(chunk)
  return Buffer.concat(chunks)
}

/** A mail may hold any bytes (RFC 6532 for UTF-8, anything in what is broken): what is not UTF-8 is shown byte by byte. */
function asText(raw: Buffer): string {
  try {
    // `stream`: a character that the cut goes through is left out instead of being taken for an error.
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(raw, { stream: true })
  } catch {
    return raw.toString('latin1')
  }
}
