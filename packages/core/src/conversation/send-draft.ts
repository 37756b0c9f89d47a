import { drafts, newTicketDrafts } from '@gotrs/db/tables/drafts'
import { and, eq, sql } from 'drizzle-orm'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'

/** A sent draft stays as an empty row with the next version: a window that still has its text cannot save it again. */
const sent = (
  uow: UnitOfWork,
  { version }: Pick<typeof drafts, 'version'> | Pick<typeof newTicketDrafts, 'version'>,
) => ({
  state: 'sent' as const,
  version: sql`${version} + 1`,
  writerId: null,
  saveNumber: null,
  updatedAt: uow.now,
})

/** Sends the person's draft on a ticket: a part of the statement that writes the message's ticket. */
export function sendDraft(uow: UnitOfWork, userId: string, ticketId: string) {
  uow.hintOwnWindows(ticketId)
  return uow.db.$with('sent').as(
    uow.db
      .update(drafts)
      .set({ html: '', to: [], cc: [], bcc: [], attachmentIds: [], ...sent(uow, drafts) })
      .where(and(eq(drafts.userId, userId), eq(drafts.ticketId, ticketId), eq(drafts.state, 'open')))
      .returning({ ticketId: drafts.ticketId }),
  )
}

/** The person's form for a new ticket has become a ticket. */
export async function sendNewTicketDraft(uow: UnitOfWork, userId: string): Promise<void> {
  uow.hintOwnWindows(null)
  const empty = { customer: '', customerName: '', title: '', text: '', queueId: null, isMailed: false }
  await uow.db
    .update(newTicketDrafts)
    .set({ ...empty, priority: 'normal', ...sent(uow, newTicketDrafts) })
    .where(and(eq(newTicketDrafts.userId, userId), eq(newTicketDrafts.state, 'open')))
}
