import { DeskError } from '@gotrs/contract/errors'
import type { RawMail } from '@gotrs/contract/messages'
import { inboundMails } from '@gotrs/db/tables/inbound-mails'
import { messages } from '@gotrs/db/tables/messages'
import { tickets } from '@gotrs/db/tables/tickets'
import { and, eq } from 'drizzle-orm'
import { readInboundMail } from '../inbound/queries.ts'
import type { Blobs } from '../kernel/blobs.ts'
import { ticketScope } from '../kernel/scopes.ts'
import type { Reader } from '../kernel/unit-of-work.ts'

type MessageRef = { messageId: string }

/**
 * The beginning of the mail that a message came in by, for staff. What did not come by mail has none.
 * @throws DeskError `not_found`, `raw_mail_gone`
 */
export async function readRawMail(reader: Reader, { messageId }: MessageRef, blobs: Blobs): Promise<RawMail> {
  const { mailId } = await findRawMail(reader, { messageId })
  const { rawText, isRawCut, size } = await readInboundMail(reader, { mailId }, blobs)
  return { rawText, isRawCut, size }
}

/** Where the bytes of that mail are. @throws DeskError `not_found`, `raw_mail_gone` */
export async function findRawMail(
  reader: Reader,
  { messageId }: MessageRef,
): Promise<{ mailId: string; blobKey: string; size: number }> {
  const [found] = await reader.db
    .select({ mailId: inboundMails.id, blobKey: inboundMails.blobKey, size: inboundMails.size })
    .from(messages)
    .innerJoin(tickets, eq(tickets.id, messages.ticketId))
    .innerJoin(inboundMails, eq(inboundMails.id, messages.inboundMailId))
    .where(and(eq(messages.id, messageId), ticketScope(reader.actor, 'ticket.readStaff')))
  if (!found) throw new DeskError('not_found', { noun: 'mail' })
  const { blobKey } = found
  if (blobKey === null) throw new DeskError('raw_mail_gone')
  return { ...found, blobKey }
}
