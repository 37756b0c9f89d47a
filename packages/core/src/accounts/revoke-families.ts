import { tokenFamilies } from '@gotrs/db/tables/api-tokens'
import { and, eq, isNull } from 'drizzle-orm'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'

/** Revokes every login of a person's API clients, also one with a later time, from a process whose clock is ahead. */
export async function revokeFamilies(uow: UnitOfWork, userId: string): Promise<void> {
  await uow.db
    .update(tokenFamilies)
    .set({ revokedAt: uow.now })
    .where(and(eq(tokenFamilies.userId, userId), isNull(tokenFamilies.revokedAt)))
}
