import { rateLimits, sessions, tokens } from '@gotrs/db/tables/accounts'
import { inArray, lt, sql } from 'drizzle-orm'
import type { ClockTask } from '../kernel/clock.ts'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import { forgetFamilies } from './forget-families.ts'

const batchSize = 1_000

/** Removes sessions, logins, links and counts of attempts whose time is over. Valkey forgets its own by itself. */
export const forgetExpired: ClockTask = {
  name: 'accounts.forgetExpired',
  cron: '17 * * * *',
  async batch(uow) {
    const login = (await forgetSessions(uow)) + (await forgetFamilies(uow))
    return login + (await forgetTokens(uow)) + (await forgetLimits(uow))
  },
}

async function forgetSessions({ db, now }: UnitOfWork): Promise<number> {
  const over = db.select({ key: sessions.idHash }).from(sessions).where(lt(sessions.expiresAt, now)).limit(batchSize)
  const removed = await db.delete(sessions).where(inArray(sessions.idHash, over))
  return removed.rowCount ?? 0
}

async function forgetTokens({ db, now }: UnitOfWork): Promise<number> {
  const over = db.select({ key: tokens.id }).from(tokens).where(lt(tokens.expiresAt, now)).limit(batchSize)
  const removed = await db.delete(tokens).where(inArray(tokens.id, over))
  return removed.rowCount ?? 0
}

async function forgetLimits({ db, now }: UnitOfWork): Promise<number> {
  const over = db
    .select({ key: rateLimits.key })
    .from(rateLimits)
    .where(lt(rateLimits.expire, sql`${now.getTime()}::bigint`))
    .limit(batchSize)
  const removed = await db.delete(rateLimits).where(inArray(rateLimits.key, over))
  return removed.rowCount ?? 0
}
