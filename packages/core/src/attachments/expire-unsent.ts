import { drafts } from '@gotrs/db/tables/drafts'
import { attachments } from '@gotrs/db/tables/messages'
import { and, inArray, isNull, lt, notExists, sql } from 'drizzle-orm'
import type { ClockTask } from '../kernel/clock.ts'
import { storedKeys } from './stored-keys.ts'

const keptMs = 24 * 60 * 60 * 1000
const batchSize = 100

/** Deletes uploads that were not sent within a day, file and row, except those of a draft. */
export const expireUnsent: ClockTask = {
  name: 'attachments.expireUnsent',
  cron: '*/20 * * * *',
  async batch(uow) {
    const { db, now, blobs } = uow
    const inDraft = db.select({ one: sql`1` }).from(drafts).where(sql`${attachments.id} = any(${drafts.attachmentIds})`)
    const over = await db
      .select({ id: attachments.id })
      .from(attachments)
      .where(
        and(
          isNull(attachments.messageId),
          lt(attachments.createdAt, new Date(now.getTime() - keptMs)),
          notExists(inDraft),
        ),
      )
      .limit(batchSize)
      .for('update', { skipLocked: true })
    if (over.length === 0) return 0
    const areOver = inArray(
      attachments.id,
      over.map(it => it.id),
    )
    const keys = await storedKeys(uow, areOver)
    await db.delete(attachments).where(areOver)
    // After the commit: a row must never exist without its file.
    uow.afterCommit(async () => {
      for (const key of keys) await blobs.remove(key)
    })
    return over.length
  },
}
