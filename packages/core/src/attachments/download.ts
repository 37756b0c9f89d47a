import { DeskError } from '@gotrs/contract/errors'
import { attachments, messages } from '@gotrs/db/tables/messages'
import { tickets } from '@gotrs/db/tables/tickets'
import { and, eq, isNull, or, type SQL, sql } from 'drizzle-orm'
import { type Actor, asCustomer, isStaffActor } from '../kernel/actor.ts'
import { ticketScope } from '../kernel/scopes.ts'
import type { Reader } from '../kernel/unit-of-work.ts'

export type OpenedAttachment = {
  id: string
  filename: string
  contentType: string
  size: number
  blobKey: string
  sha256: string
}

/**
 * A file that the actor may read: of a message on a readable ticket, of a note for staff only, an unsent one for its
 * uploader only. Foreign and missing files get the same error. @throws DeskError `not_found`
 */
export async function openAttachment(reader: Reader, attachmentId: string): Promise<OpenedAttachment> {
  const [found] = await reader.db
    .select(openedColumns)
    .from(attachments)
    .leftJoin(messages, eq(messages.id, attachments.messageId))
    .leftJoin(tickets, eq(tickets.id, messages.ticketId))
    .where(and(eq(attachments.id, attachmentId), or(isOwnUnsent(reader), isOnReadableMessage(reader))))
  if (!found) throw new DeskError('not_found')
  return found
}

export const openedColumns = {
  id: attachments.id,
  filename: attachments.filename,
  contentType: attachments.contentType,
  size: attachments.size,
  blobKey: attachments.blobKey,
  sha256: attachments.sha256,
}

const isOwnUnsent = ({ actor }: Reader): SQL | undefined =>
  actor.kind === 'system' ? sql`true` : and(isNull(attachments.messageId), eq(attachments.uploaderId, actor.id))

/**
 * For a select of attachments with their message and its ticket. Staff also read what they read as customers, on requests
 * of their own in queues that are not theirs: a link or a picture cannot say who it is for.
 */
export const isOnReadableMessage = ({ actor }: Reader): SQL | undefined =>
  and(
    sql`${attachments.messageId} is not null`,
    actor.kind === 'user' && isStaffActor(actor)
      ? or(isReadableBy(actor), isReadableBy(asCustomer(actor)))
      : isReadableBy(actor),
  )

const isReadableBy = (actor: Actor): SQL | undefined =>
  and(ticketScope(actor, 'ticket.read'), or(eq(messages.kind, 'public'), ticketScope(actor, 'ticket.readStaff')))
