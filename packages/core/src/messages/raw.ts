import type { RawMail } from '@gotrs/contract/messages'
import { inboundMails } from '@gotrs/db/tables/inbound-mails'
import { messages } from '@gotrs/db/tables/messages'
import { tickets } from '@gotrs/db/tables/tickets'
import { and, eq } from 'drizzle-orm'
import { rawTextBytes, readRawText, requireBytes, type StoredMail, storedMailColumns } from '../blobs/raw-mail.ts'
import type { Blobs } from '../kernel/blobs.ts'
import { ticketScope } from '../kernel/scopes.ts'
import type { Reader, UnitOfWork } from '../kernel/unit-of-work.ts'

type MessageRef = { messageId: string }

/**
 * The beginning of the mail that a message came in by, for staff. What did not come by mail has none.
 * @throws DeskError `not_found`, `raw_mail_gone`
 */
export async function readRawMail(reader: Reader, { messageId }: MessageRef, blobs: Blobs): Promise<RawMail> {
  const { blobKey, size } = await findRawMail(reader, { messageId })
  return { rawText: await readRawText(blobs, blobKey), isRawCut: size > rawTextBytes, size }
}

/** As `findRawMail`, for a download, which the audit log records. */
export async function exportRawMail(uow: UnitOfWork, { messageId }: MessageRef): Promise<StoredMail> {
  const found = await findRawMail(uow, { messageId })
  uow.emit('export.created', { kind: 'raw_message', subjectId: messageId })
  return found
}

/** Where the bytes of that mail are. @throws DeskError `not_found`, `raw_mail_gone` */
export async function findRawMail(reader: Reader, { messageId }: MessageRef): Promise<StoredMail> {
  const [found] = await reader.db
    .select(storedMailColumns)
    .from(messages)
    .innerJoin(tickets, eq(tickets.id, messages.ticketId))
    .innerJoin(inboundMails, eq(inboundMails.id, messages.inboundMailId))
    .where(and(eq(messages.id, messageId), ticketScope(reader.actor, 'message.readRaw')))
  return requireBytes(found)
}
