import { inboundMails } from '@gotrs/db/tables/inbound-mails'
import { and, asc, inArray, isNotNull, lt, sql } from 'drizzle-orm'
import { withoutOwner } from '../../blobs/unreferenced.ts'
import type { ClockTask } from '../../kernel/clock.ts'
import type { UnitOfWork } from '../../kernel/unit-of-work.ts'
import { readSettings } from '../../settings/read.ts'

const dayMs = 24 * 60 * 60 * 1000
const batchSize = 100

/**
 * Bytes of mails that were filed longer ago than the settings keep them. What waits or is kept back never loses its
 * bytes; the row, the message and its files stay. A crash between the commit and the removal leaves a file that nothing
 * names, which the sweep of the store finds.
 */
export const expireRawMails: ClockTask = {
  name: 'inbound.expireRawMails',
  cron: '41 * * * *',
  async batch(uow) {
    const { rawMailDays } = await readSettings(uow)
    if (rawMailDays === null) return 0
    const rows = await dueMails(uow, new Date(uow.now.getTime() - rawMailDays * dayMs))
    if (rows.length === 0) return 0
    const ids = rows.map(it => it.id)
    await uow.db.update(inboundMails).set({ blobKey: null }).where(inArray(inboundMails.id, ids))
    const orphans = await withoutOwner(uow, rows)
    // After the commit: a row must never stand without its file.
    uow.afterCommit(async () => {
      for (const key of orphans) await uow.blobs.remove(key)
    })
    return rows.length
  },
}

type Due = { id: string; blobKey: string | null; rfcMessageId: string }

const dueMails = (uow: UnitOfWork, before: Date): Promise<Due[]> =>
  uow.db
    .select({ id: inboundMails.id, blobKey: inboundMails.blobKey, rfcMessageId: inboundMails.rfcMessageId })
    .from(inboundMails)
    // Written out, so that the partial index serves it.
    .where(
      and(isNotNull(inboundMails.blobKey), sql`${inboundMails.state} = 'done'`, lt(inboundMails.processedAt, before)),
    )
    .orderBy(asc(inboundMails.processedAt))
    .limit(batchSize)
    .for('update', { skipLocked: true })
