import type { MarkNoticesReadInput } from '@gotrs/contract/notifications'
import { messages } from '@gotrs/db/tables/messages'
import { notices } from '@gotrs/db/tables/notices'
import { and, eq, isNull, lte, sql } from 'drizzle-orm'
import type { ClockTask } from '../kernel/clock.ts'
import { requirePerson } from '../kernel/require-grant.ts'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'

/** The actor has seen these notices; their other windows count again. No event: it concerns nobody else. */
export async function markNoticesRead(uow: UnitOfWork, { seenAt, ticketId }: MarkNoticesReadInput): Promise<void> {
  const { id } = requirePerson(uow, 'notice.read')
  const { rowCount } = await uow.db
    .update(notices)
    .set({ readAt: uow.now })
    .where(
      and(eq(notices.userId, id), isNull(notices.readAt), lte(notices.createdAt, new Date(seenAt)), isAbout(ticketId)),
    )
  if (rowCount) uow.hintOwnWindows('notice.changed', null)
}

/** A message that was moved is read where it is now. */
const isAbout = (ticketId: string | undefined) =>
  ticketId === undefined
    ? undefined
    : sql`coalesce((select ${messages.ticketId} from ${messages} where ${messages.id} = ${notices.messageId}),
        ${notices.ticketId}) = ${ticketId}`

const keptMs = 30 * 24 * 60 * 60_000
const batchSize = 1_000

export const expireNotices: ClockTask = {
  name: 'notifications.expireNotices',
  cron: '37 3 * * *',
  async batch({ db, now }) {
    const over = db
      .select({ row: sql`ctid` })
      .from(notices)
      .where(lte(notices.createdAt, new Date(now.getTime() - keptMs)))
      .limit(batchSize)
    const deleted = await db.delete(notices).where(sql`ctid = any(array(${over}))`)
    return deleted.rowCount ?? 0
  },
}
