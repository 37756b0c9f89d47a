import { refreshTokens, tokenFamilies } from '@gotrs/db/tables/api-tokens'
import { and, eq, isNotNull, lt, notExists, or, sql } from 'drizzle-orm'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'

const batchSize = 1_000
const keptForMs = 30 * 24 * 60 * 60_000

/** Deletes the refresh tokens of ended logins, and logins that ended a month ago: at most a thousand of each. */
export async function expireFamilies(uow: UnitOfWork): Promise<number> {
  return (await deleteRefreshTokens(uow)) + (await deleteOldFamilies(uow))
}

async function deleteRefreshTokens({ db, now }: UnitOfWork): Promise<number> {
  const expired = db
    .select({ hash: refreshTokens.hash })
    .from(refreshTokens)
    .innerJoin(tokenFamilies, eq(tokenFamilies.id, refreshTokens.familyId))
    .where(or(isNotNull(tokenFamilies.revokedAt), lt(tokenFamilies.expiresAt, now)))
    .limit(batchSize)
  const deleted = await db.delete(refreshTokens).where(sql`${refreshTokens.hash} in (${expired})`)
  return deleted.rowCount ?? 0
}

async function deleteOldFamilies({ db, now }: UnitOfWork): Promise<number> {
  const token = db.select({ hash: refreshTokens.hash }).from(refreshTokens)
  const expired = db
    .select({ id: tokenFamilies.id })
    .from(tokenFamilies)
    .where(
      and(
        lt(tokenFamilies.expiresAt, new Date(now.getTime() - keptForMs)),
        notExists(token.where(eq(refreshTokens.familyId, tokenFamilies.id))),
      ),
    )
    .limit(batchSize)
  const deleted = await db.delete(tokenFamilies).where(sql`${tokenFamilies.id} in (${expired})`)
  return deleted.rowCount ?? 0
}
