import { users } from '@gotrs/db/tables/people'
import { eq } from 'drizzle-orm'
import { requirePerson } from '../kernel/require-grant.ts'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'

/** Changes the fields that a person may change of their own account. */
export async function updateProfile(uow: UnitOfWork, { name }: { name: string }): Promise<void> {
  const { id: userId } = requirePerson(uow, 'account.manage')
  await uow.db.update(users).set({ name }).where(eq(users.id, userId))
  uow.emit('user.renamed', { userId })
}
