import { attachments, messages } from '@gotrs/db/tables/messages'
import { and, eq, inArray, isNotNull, isNull } from 'drizzle-orm'
import type { NewAttachment } from '../../conversation/new-message.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { isOfMachine } from './failures.ts'
import type { ReadMail } from './read-mail.ts'

/** Every file of a mail that was read. */
export const filesOf = (read: ReadMail): NewAttachment[] => [
  ...read.attachments,
  ...(read.forwarded?.attachments ?? []),
]

/**
 * Does `work`, and then removes the files that no message of the mail took up: of a duplicate, a bounce, of what was
 * forwarded, or all of them where `work` failed.
 */
export async function withFiles<T>(
  kernel: Kernel,
  inboundMailId: string,
  files: NewAttachment[],
  work: () => Promise<T>,
): Promise<T> {
  const done = await work().catch(async error => {
    // Where the machine failed nobody knows whether it was committed; the sweep of the store finds what is unused.
    if (!isOfMachine(error)) await deleteUnused(kernel, inboundMailId, files)
    throw error
  })
  await deleteUnused(kernel, inboundMailId, files)
  return done
}

async function deleteUnused(kernel: Kernel, inboundMailId: string, files: NewAttachment[]): Promise<void> {
  const keys = new Set(files.map(it => it.blobKey))
  if (keys.size === 0) return
  try {
    const used = await kernel.db
      .select({ blobKey: attachments.blobKey })
      .from(attachments)
      .innerJoin(messages, eq(messages.id, attachments.messageId))
      .where(eq(messages.inboundMailId, inboundMailId))
    for (const { blobKey } of [...used, ...(await inDrafts(kernel, [...keys]))]) keys.delete(blobKey)
    for (const key of keys) await kernel.blobs.remove(key)
  } catch (error) {
    // The mail is filed in any case; the sweep of the store finds these files.
    kernel.log.warn({ err: error, inboundMailId }, 'unused files of a mail are left for the sweep')
  }
}

/** An answer by mail that is kept as a draft has its files as uploads that wait to be sent. */
const inDrafts = ({ db }: Kernel, keys: string[]) =>
  db
    .select({ blobKey: attachments.blobKey })
    .from(attachments)
    .where(and(isNull(attachments.messageId), isNotNull(attachments.uploaderId), inArray(attachments.blobKey, keys)))
