import { drafts } from '@gotrs/db/tables/messages'
import { and, eq } from 'drizzle-orm'
import { requirePerson } from '../kernel/require-grant.ts'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'

/** Throws the actor's draft away; nothing happens when there is none. */
export async function deleteDraft(uow: UnitOfWork, { ticketId }: { ticketId: string }): Promise<void> {
  const { id: userId } = requirePerson(uow, 'draft.use')
  await uow.db.delete(drafts).where(and(eq(drafts.userId, userId), eq(drafts.ticketId, ticketId)))
}
