import { attachments, thumbnails } from '@gotrs/db/tables/messages'
import { eq, type SQL } from 'drizzle-orm'
import type { Reader } from '../kernel/unit-of-work.ts'

/** The keys of all that the blob store has of these attachments: their bytes, and their thumbnails. */
export async function storedKeys({ db }: Pick<Reader, 'db'>, where: SQL): Promise<string[]> {
  const rows = await db
    .select({ file: attachments.blobKey, thumbnail: thumbnails.blobKey })
    .from(attachments)
    .leftJoin(thumbnails, eq(thumbnails.attachmentId, attachments.id))
    .where(where)
  return rows.flatMap(({ file, thumbnail }) => (thumbnail === null ? [file] : [file, thumbnail]))
}
