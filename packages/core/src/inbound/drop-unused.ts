import { attachments, messages } from '@gotrs/db/tables/messages'
import { eq } from 'drizzle-orm'
import type { Kernel } from '../kernel/kernel.ts'
import type { ReadMail } from './read-mail.ts'

/** Removes the files that no message of the mail took up: of a duplicate, a bounce, or of what was forwarded. */
export async function dropUnusedFiles(desk: Kernel, inboundMailId: string, read: ReadMail): Promise<void> {
  const keys = new Set([...read.attachments, ...(read.forwarded?.attachments ?? [])].map(it => it.blobKey))
  if (keys.size === 0) return
  try {
    const used = await desk.db
      .select({ blobKey: attachments.blobKey })
      .from(attachments)
      .innerJoin(messages, eq(messages.id, attachments.messageId))
      .where(eq(messages.inboundMailId, inboundMailId))
    for (const { blobKey } of used) keys.delete(blobKey)
    for (const key of keys) await desk.blobs.remove(key)
  } catch (error) {
    // The mail is filed whatever becomes of them; the sweep of the store finds them.
    desk.log.warn({ err: error, inboundMailId }, 'unused files of a mail are left for the sweep')
  }
}
