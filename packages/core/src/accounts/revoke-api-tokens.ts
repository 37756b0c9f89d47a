import { apiTokens } from '@gotrs/db/tables/api-tokens'
import { and, eq, isNull } from 'drizzle-orm'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'

/** Revokes every personal API token of a person, in the transaction that revokes their logins. */
export async function revokeApiTokens(uow: UnitOfWork, userId: string): Promise<void> {
  const revoked = await uow.db
    .update(apiTokens)
    .set({ revokedAt: uow.now })
    .where(and(eq(apiTokens.userId, userId), isNull(apiTokens.revokedAt)))
    .returning({ tokenId: apiTokens.id })
  for (const { tokenId } of revoked) uow.emit('apiToken.revoked', { tokenId, userId })
}
