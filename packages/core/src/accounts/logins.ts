import type { Session } from '@gotrs/contract/auth'
import { DeskError } from '@gotrs/contract/errors'
import { tokenFamilies } from '@gotrs/db/tables/api-tokens'
import { users } from '@gotrs/db/tables/people'
import { and, desc, eq, gt, isNull, sql } from 'drizzle-orm'
import type { UserActor } from '../kernel/actor.ts'
import type { Kernel, RunOptions } from '../kernel/kernel.ts'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import type { Credential } from './credentials.ts'
import { endApiTokens } from './end-api-tokens.ts'
import { endFamilies } from './end-families.ts'
import type { AccountsDesk } from './sessions.ts'
import { endFamily } from './token-families.ts'

const maxLogins = 50

/** Where a person is logged in, by browser or API client, the newest first; at most 50 of each. */
export async function listLogins(desk: AccountsDesk, userId: string, current: Credential | null): Promise<Session[]> {
  const sessionId = current?.kind === 'session' ? current.sessionId : null
  const familyId = current?.kind === 'login' ? current.familyId : null
  const [browsers, clients] = await Promise.all([
    desk.sessions.list(userId, sessionId),
    listFamilies(desk, userId, familyId),
  ])
  return [...browsers, ...clients].sort((one, other) => other.createdAt.localeCompare(one.createdAt))
}

async function listFamilies(desk: Kernel, userId: string, current: string | null): Promise<Session[]> {
  const rows = await desk.db
    .select()
    .from(tokenFamilies)
    .innerJoin(users, eq(users.id, tokenFamilies.userId))
    .where(
      and(
        eq(tokenFamilies.userId, userId),
        isNull(tokenFamilies.revokedAt),
        gt(tokenFamilies.expiresAt, desk.now()),
        sql`${tokenFamilies.createdAt} >= coalesce(${users.sessionsValidFrom}, '-infinity')`,
      ),
    )
    .orderBy(desc(tokenFamilies.createdAt), desc(tokenFamilies.id))
    .limit(maxLogins)
  return rows.map(({ token_families: { id, userAgent, createdAt, expiresAt } }) => ({
    id,
    kind: 'api',
    isCurrent: id === current,
    userAgent,
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
  }))
}

/** Ends one login of a person, as `listLogins` names it. @throws DeskError `not_found` */
export async function endLogin(
  desk: AccountsDesk,
  by: UserActor,
  { userId, loginId }: { userId: string; loginId: string },
  options: RunOptions = {},
): Promise<void> {
  const known = await listLogins(desk, userId, null)
  const login = known.find(it => it.id === loginId)
  if (!login) throw new DeskError('not_found', { noun: 'session' })
  if (login.kind === 'api') await endFamily(desk, userId, loginId)
  else await desk.sessions.closeNamed(userId, loginId)
  const work = async (uow: UnitOfWork) => {
    uow.emit('session.revoked', { userId, cause: 'asked' })
  }
  await desk.run(by, work, options)
}

/** Ends every login and API token of a person in one transaction, whatever else fails afterwards. */
export async function endAllLogins(
  desk: AccountsDesk,
  by: UserActor,
  userId: string,
  options: RunOptions = {},
): Promise<void> {
  const work = async (uow: UnitOfWork) => {
    await uow.db.update(users).set({ sessionsValidFrom: uow.now }).where(eq(users.id, userId))
    await endFamilies(uow, userId)
    await endApiTokens(uow, userId)
    uow.emit('session.revoked', { userId, cause: 'asked' })
  }
  await desk.run(by, work, options)
  await desk.sessions.closeAll(userId)
}
