import { DeskError } from '@gotrs/contract/errors'
import { attachments } from '@gotrs/db/tables/messages'
import { and, eq, inArray, isNull } from 'drizzle-orm'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'

/** Adds uploads of the actor to a message; each can be used once. @throws DeskError `attachment_unavailable` */
export async function claimAttachments(
  uow: UnitOfWork,
  messageId: string,
  attachmentIds: readonly string[],
): Promise<void> {
  const wanted = [...new Set(attachmentIds)]
  if (wanted.length === 0 || uow.actor.kind !== 'user') return
  const claimed = await uow.db
    .update(attachments)
    .set({ messageId })
    .where(
      and(inArray(attachments.id, wanted), isNull(attachments.messageId), eq(attachments.uploaderId, uow.actor.id)),
    )
    .returning({ id: attachments.id })
  if (claimed.length === wanted.length) return
  const got = new Set(claimed.map(row => row.id))
  const gone = wanted.filter(id => !got.has(id))
  const message = `upload these files again and send the new ids: ${gone.join(', ')}`
  throw new DeskError('attachment_unavailable', { attachmentIds: gone, issues: [{ path: 'attachmentIds', message }] })
}
