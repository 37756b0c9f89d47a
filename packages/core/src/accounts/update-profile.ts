import { DeskError } from '@gotrs/contract/errors'
import { users } from '@gotrs/db/tables/people'
import { eq } from 'drizzle-orm'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'

/** Changes what a person may change of their own account. */
export async function updateProfile(uow: UnitOfWork, { name }: { name: string }): Promise<void> {
  if (uow.actor.kind !== 'user') throw new DeskError('not_logged_in')
  await uow.db.update(users).set({ name }).where(eq(users.id, uow.actor.id))
  uow.emit('user.renamed', { userId: uow.actor.id })
}
