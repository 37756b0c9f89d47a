import { Readable } from 'node:stream'
import { DeskError } from '@gotrs/contract/errors'
import type { RawMail } from '@gotrs/contract/messages'
import { inboundMails } from '@gotrs/db/tables/inbound-mails'
import { messages } from '@gotrs/db/tables/messages'
import { tickets } from '@gotrs/db/tables/tickets'
import { maskTokensIn } from '@gotrs/mail/mask-tokens'
import { and, eq } from 'drizzle-orm'
import { inboundMailDetail } from '../inbound/admin/queries.ts'
import type { Blobs } from '../kernel/blobs.ts'
import { requireGrant } from '../kernel/require-grant.ts'
import { ticketScope } from '../kernel/scopes.ts'
import type { Reader, UnitOfWork } from '../kernel/unit-of-work.ts'

type MessageRef = { messageId: string }
export type StoredMail = { mailId: string; blobKey: string; size: number }

/**
 * The beginning of the mail that a message came in by, for staff. What did not come by mail has none.
 * @throws DeskError `not_found`, `raw_mail_gone`
 */
export async function readRawMail(reader: Reader, { messageId }: MessageRef, blobs: Blobs): Promise<RawMail> {
  const { mailId } = await findRawMail(reader, { messageId })
  const { rawText, isRawCut, size } = await inboundMailDetail(reader, mailId, blobs)
  return { rawText, isRawCut, size }
}

/** The bytes of a mail, without the secret part of reply addresses. */
export const streamRawMail = (blobs: Blobs, blobKey: string): Readable =>
  Readable.from(maskTokensIn(blobs.stream(blobKey)), { objectMode: false })
/** As `findRawMail`, for a download: the audit log has who took it. */
export async function exportRawMail(uow: UnitOfWork, { messageId }: MessageRef): Promise<StoredMail> {
  const found = await findRawMail(uow, { messageId })
  uow.emit('export.made', { kind: 'raw_message', subjectId: messageId })
  return found
}

/** As `findLedgerMail`, for a download: the audit log has who took it. */
export async function exportLedgerMail(uow: UnitOfWork, { mailId }: { mailId: string }): Promise<StoredMail> {
  const found = await findLedgerMail(uow, { mailId })
  uow.emit('export.made', { kind: 'raw_inbound_mail', subjectId: mailId })
  return found
}

/** Where the bytes of any mail of the ledger are. @throws DeskError `forbidden`, `not_found`, `raw_mail_gone` */
export async function findLedgerMail(reader: Reader, { mailId }: { mailId: string }): Promise<StoredMail> {
  requireGrant(reader, 'inbound.read')
  const [found] = await reader.db.select(stored).from(inboundMails).where(eq(inboundMails.id, mailId))
  return kept(found)
}

/** Where the bytes of that mail are. @throws DeskError `not_found`, `raw_mail_gone` */
export async function findRawMail(reader: Reader, { messageId }: MessageRef): Promise<StoredMail> {
  const [found] = await reader.db
    .select(stored)
    .from(messages)
    .innerJoin(tickets, eq(tickets.id, messages.ticketId))
    .innerJoin(inboundMails, eq(inboundMails.id, messages.inboundMailId))
    .where(and(eq(messages.id, messageId), ticketScope(reader.actor, 'message.readRaw')))
  return kept(found)
}

const stored = { mailId: inboundMails.id, blobKey: inboundMails.blobKey, size: inboundMails.size }

function kept(found: { mailId: string; blobKey: string | null; size: number } | undefined): StoredMail {
  if (!found) throw new DeskError('not_found', { noun: 'mail' })
  const { blobKey } = found
  if (blobKey === null) throw new DeskError('raw_mail_gone')
  return { ...found, blobKey }
}
