import { refreshTokens, tokenFamilies } from '@gotrs/db/tables/api-tokens'
import { and, eq, isNotNull, lt, notExists, or, sql } from 'drizzle-orm'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'

const batchSize = 1_000
const keptForMs = 30 * 24 * 60 * 60_000

/** Removes refresh tokens of logins that are over, and logins that have been over for a month: at most a thousand of each. */
export async function expireFamilies(uow: UnitOfWork): Promise<number> {
  return (await deleteRefreshTokens(uow)) + (await deleteOldFamilies(uow))
}

async function deleteRefreshTokens({ db, now }: UnitOfWork): Promise<number> {
  const over = db
    .select({ hash: refreshTokens.hash })
    .from(refreshTokens)
    .innerJoin(tokenFamilies, eq(tokenFamilies.id, refreshTokens.familyId))
    .where(or(isNotNull(tokenFamilies.revokedAt), lt(tokenFamilies.expiresAt, now)))
    .limit(batchSize)
  const removed = await db.delete(refreshTokens).where(sql`${refreshTokens.hash} in (${over})`)
  return removed.rowCount ?? 0
}

async function deleteOldFamilies({ db, now }: UnitOfWork): Promise<number> {
  const token = db.select({ hash: refreshTokens.hash }).from(refreshTokens)
  const over = db
    .select({ id: tokenFamilies.id })
    .from(tokenFamilies)
    .where(
      and(
        lt(tokenFamilies.expiresAt, new Date(now.getTime() - keptForMs)),
        notExists(token.where(eq(refreshTokens.familyId, tokenFamilies.id))),
      ),
    )
    .limit(batchSize)
  const removed = await db.delete(tokenFamilies).where(sql`${tokenFamilies.id} in (${over})`)
  return removed.rowCount ?? 0
}
