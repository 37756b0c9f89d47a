import type { Page } from '@gotrs/contract/ids'
import { type ListOutboxInput, listOutboxInput, type OutboundMail } from '@gotrs/contract/outbox'
import { outboundMails, outboundRecipients } from '@gotrs/db/tables/outbound-mails'
import { and, desc, eq, inArray, type SQL, sql } from 'drizzle-orm'
import { readCursor, timeValue, writeCursor } from '../kernel/cursor.ts'
import { escapeLike } from '../kernel/like.ts'
import { requireGrant } from '../kernel/require-grant.ts'
import type { Reader } from '../kernel/unit-of-work.ts'
import { selectMails, showMails } from './show-mail.ts'

const list = 'outbox'

/** Mails the desk sends or has sent, newest first. @throws DeskError `invalid_cursor` */
export async function listOutbox(reader: Reader, given: ListOutboxInput): Promise<Page<OutboundMail>> {
  requireGrant(reader, 'outbox.read')
  const { status, mailboxId, q, limit, cursor } = listOutboxInput.parse(given)
  const rows = await selectMails(reader)
    .where(
      and(
        statuses[status],
        mailboxId === undefined ? undefined : eq(outboundMails.mailboxId, mailboxId),
        q ? holds(q) : undefined,
        cursor === undefined ? undefined : after(cursor),
      ),
    )
    .orderBy(desc(outboundMails.createdAt), desc(outboundMails.id))
    .limit(limit + 1)
  const page = rows.slice(0, limit)
  const last = page.at(-1)?.mail
  const hasMore = rows.length > limit && last !== undefined
  return {
    items: await showMails(reader, page),
    nextCursor: hasMore ? writeCursor(list, { value: last.createdAt.toISOString(), id: last.id }) : null,
  }
}

const statuses = {
  all: undefined,
  waiting: inArray(outboundMails.status, ['queued', 'unknown']),
  failed: eq(outboundMails.status, 'failed'),
  done: inArray(outboundMails.status, ['sent', 'caught']),
  cancelled: eq(outboundMails.status, 'cancelled'),
} satisfies Record<string, SQL | undefined>

/** In the subject, the Message-ID or the address of a recipient. The subject of a secret mail cannot be searched: matches would reveal it. */
function holds(text: string): SQL {
  const pattern = `%${escapeLike(text)}%`
  return sql`((${outboundMails.subject} ilike ${pattern} and not ${outboundMails.isSecret}) or ${outboundMails.rfcMessageId} ilike ${pattern} or exists (
    select from ${outboundRecipients} r where r.mail_id = ${outboundMails.id} and r.address::text ilike ${pattern}))`
}

function after(cursor: string): SQL {
  const { value, id } = readCursor(list, cursor, timeValue)
  return sql`(${outboundMails.createdAt}, ${outboundMails.id}) < (${value}::timestamptz, ${id}::uuid)`
}
