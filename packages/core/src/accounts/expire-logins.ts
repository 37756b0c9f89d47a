import { rateLimits, sessions, tokens } from '@gotrs/db/tables/accounts'
import { inArray, lt, sql } from 'drizzle-orm'
import type { ClockTask } from '../kernel/clock.ts'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import { expireFamilies } from './expire-families.ts'

const batchSize = 1_000

/** Deletes expired sessions, logins, links and counts of attempts. Valkey expires its own. */
export const expireLogins: ClockTask = {
  name: 'accounts.expireLogins',
  cron: '17 * * * *',
  async batch(uow) {
    const login = (await deleteExpiredSessions(uow)) + (await expireFamilies(uow))
    return login + (await deleteExpiredTokens(uow)) + (await deleteExpiredLimits(uow))
  },
}

async function deleteExpiredSessions({ db, now }: UnitOfWork): Promise<number> {
  const over = db.select({ key: sessions.idHash }).from(sessions).where(lt(sessions.expiresAt, now)).limit(batchSize)
  const removed = await db.delete(sessions).where(inArray(sessions.idHash, over))
  return removed.rowCount ?? 0
}

async function deleteExpiredTokens({ db, now }: UnitOfWork): Promise<number> {
  const over = db.select({ key: tokens.id }).from(tokens).where(lt(tokens.expiresAt, now)).limit(batchSize)
  const removed = await db.delete(tokens).where(inArray(tokens.id, over))
  return removed.rowCount ?? 0
}

async function deleteExpiredLimits({ db, now }: UnitOfWork): Promise<number> {
  const over = db
    .select({ key: rateLimits.key })
    .from(rateLimits)
    .where(lt(rateLimits.expire, sql`${now.getTime()}::bigint`))
    .limit(batchSize)
  const removed = await db.delete(rateLimits).where(inArray(rateLimits.key, over))
  return removed.rowCount ?? 0
}
