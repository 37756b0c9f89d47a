import { drafts } from '@gotrs/db/tables/messages'
import { and, eq } from 'drizzle-orm'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'

/** Throws the actor's draft away; nothing happens when there is none. */
export async function discardDraft(uow: UnitOfWork, { ticketId }: { ticketId: string }): Promise<void> {
  if (uow.actor.kind !== 'user') return
  await uow.db.delete(drafts).where(and(eq(drafts.userId, uow.actor.id), eq(drafts.ticketId, ticketId)))
}
