import { drafts } from '@gotrs/db/tables/drafts'
import { and, eq } from 'drizzle-orm'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import { readDraft } from './queries.ts'
import type { DraftStore } from './versions.ts'

type Content = Pick<typeof drafts.$inferInsert, 'kind' | 'html' | 'to' | 'cc' | 'bcc' | 'attachmentIds'>

/** The person's draft on a ticket, to be replaced by `content`. */
export function draftStore(uow: UnitOfWork, userId: string, ticketId: string, content: Partial<Content>): DraftStore {
  const isIt = and(eq(drafts.userId, userId), eq(drafts.ticketId, ticketId))
  return {
    ticketId,
    async lock() {
      const { version, state, writerId, saveNumber } = drafts
      const columns = { version, state, writerId, saveNumber }
      const [row] = await uow.db.select(columns).from(drafts).where(isIt).for('update')
      return row
    },
    async insert(next) {
      const row = { kind: 'public' as const, html: '', ...content, ...next, userId, ticketId }
      const made = await uow.db.insert(drafts).values(row).onConflictDoNothing()
      return made.rowCount === 1
    },
    update: next =>
      uow.db
        .update(drafts)
        .set({ ...content, ...next })
        .where(isIt),
    show: () => readDraft(uow, { ticketId }),
  }
}
