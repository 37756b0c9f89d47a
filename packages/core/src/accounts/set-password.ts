import { sessions } from '@gotrs/db/tables/accounts'
import { users } from '@gotrs/db/tables/people'
import { and, eq, isNull, sql } from 'drizzle-orm'
import { deleteClaimsOnOwnAddress } from '../correspondents/take-over-address.ts'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import { revokeApiTokens } from './revoke-api-tokens.ts'
import { revokeFamilies } from './revoke-families.ts'
import { revokeTokens } from './tokens.ts'

/** `previousHash`: of the password until now. `isEmailProven`: the caller has proven the address. `endTokens`: revoke API tokens too. */
type Condition = { previousHash: string | null; isEmailProven: boolean; endTokens: boolean }

/**
 * Sets the password, and revokes links to set one, sessions and logins in the same transaction.
 * @returns false when the account is inactive or its password has changed meanwhile
 */
export async function setPassword(
  uow: UnitOfWork,
  userId: string,
  passwordHash: string,
  { previousHash, isEmailProven, endTokens }: Condition,
): Promise<boolean> {
  const unchanged = previousHash === null ? isNull(users.passwordHash) : eq(users.passwordHash, previousHash)
  const proven = isEmailProven ? { emailVerifiedAt: sql`coalesce(${users.emailVerifiedAt}, ${uow.now})` } : {}
  const changed = await uow.db
    .update(users)
    .set({ passwordHash, sessionsValidFrom: uow.now, ...proven })
    .where(and(eq(users.id, userId), eq(users.isActive, true), unchanged))
    .returning({ id: users.id })
  if (changed.length === 0) return false
  if (isEmailProven) await deleteClaimsOnOwnAddress(uow, userId)
  await revokeTokens(uow, 'reset_password', userId)
  await uow.db.delete(sessions).where(eq(sessions.userId, userId))
  await revokeFamilies(uow, userId)
  if (endTokens) await revokeApiTokens(uow, userId)
  uow.emit('user.passwordChanged', { userId })
  return true
}
