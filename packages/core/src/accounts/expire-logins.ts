import { rateLimits, sessions, tokens } from '@gotrs/db/tables/accounts'
import { inArray, lt, sql } from 'drizzle-orm'
import type { ClockTask } from '../kernel/clock.ts'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import { expireFamilies } from './expire-families.ts'

const batchSize = 1_000

/** Deletes expired sessions, logins, links and counts of attempts. Valkey deletes its own. */
export const expireLogins: ClockTask = {
  name: 'accounts.expireLogins',
  cron: '17 * * * *',
  async batch(uow) {
    const login = (await deleteExpiredSessions(uow)) + (await expireFamilies(uow))
    return login + (await deleteExpiredTokens(uow)) + (await deleteExpiredLimits(uow))
  },
}

async function deleteExpiredSessions({ db, now }: UnitOfWork): Promise<number> {
  const expired = db.select({ key: sessions.idHash }).from(sessions).where(lt(sessions.expiresAt, now)).limit(batchSize)
  const deleted = await db.delete(sessions).where(inArray(sessions.idHash, expired))
  return deleted.rowCount ?? 0
}

async function deleteExpiredTokens({ db, now }: UnitOfWork): Promise<number> {
  const expired = db.select({ key: tokens.id }).from(tokens).where(lt(tokens.expiresAt, now)).limit(batchSize)
  const deleted = await db.delete(tokens).where(inArray(tokens.id, expired))
  return deleted.rowCount ?? 0
}

async function deleteExpiredLimits({ db, now }: UnitOfWork): Promise<number> {
  const expired = db
    .select({ key: rateLimits.key })
    .from(rateLimits)
    .where(lt(rateLimits.expire, sql`${now.getTime()}::bigint`))
    .limit(batchSize)
  const deleted = await db.delete(rateLimits).where(inArray(rateLimits.key, expired))
  return deleted.rowCount ?? 0
}
