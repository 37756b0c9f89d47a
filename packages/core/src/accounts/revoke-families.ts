import { tokenFamilies } from '@gotrs/db/tables/api-tokens'
import { and, eq, isNull } from 'drizzle-orm'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'

/** Ends every login of a person's API clients, also one that a process whose clock is ahead has dated later than now. */
export async function revokeFamilies(uow: UnitOfWork, userId: string): Promise<void> {
  await uow.db
    .update(tokenFamilies)
    .set({ revokedAt: uow.now })
    .where(and(eq(tokenFamilies.userId, userId), isNull(tokenFamilies.revokedAt)))
}
