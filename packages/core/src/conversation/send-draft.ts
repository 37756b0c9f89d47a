import type { Db } from '@gotrs/db/client'
import { drafts, newTicketDrafts } from '@gotrs/db/tables/drafts'
import { and, eq, type SQL, sql } from 'drizzle-orm'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'

/** A sent draft stays as an empty row with the next version: a window that still has its text cannot save it again. */
const sent = (
  now: Date | SQL,
  { version }: Pick<typeof drafts, 'version'> | Pick<typeof newTicketDrafts, 'version'>,
) => ({
  state: 'sent' as const,
  version: sql`${version} + 1`,
  writerId: null,
  saveNumber: null,
  updatedAt: now,
})

/**
 * Sends the draft of the person `sender` on the ticket `ticketId` at `now`: a part of the prepared statement that writes the
 * message's ticket, which has these placeholders. Their other windows need a hint.
 */
export const sentDraft = (db: Db) =>
  db.$with('sent').as(
    db
      .update(drafts)
      .set({ html: '', to: [], cc: [], bcc: [], attachmentIds: [], ...sent(sql`${sql.placeholder('now')}`, drafts) })
      .where(
        and(
          eq(drafts.userId, sql.placeholder('sender')),
          eq(drafts.ticketId, sql.placeholder('ticketId')),
          eq(drafts.state, 'open'),
        ),
      )
      .returning({ ticketId: drafts.ticketId }),
  )

/** The person's form for a new ticket has become a ticket. */
export async function sendNewTicketDraft(uow: UnitOfWork, userId: string): Promise<void> {
  uow.hintOwnWindows('draft.changed', null)
  const empty = { customer: '', customerName: '', title: '', text: '', queueId: null, isMailed: false }
  await uow.db
    .update(newTicketDrafts)
    .set({ ...empty, priority: 'normal', ...sent(uow.now, newTicketDrafts) })
    .where(and(eq(newTicketDrafts.userId, userId), eq(newTicketDrafts.state, 'open')))
}
