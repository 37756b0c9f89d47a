import type { LoginSession } from '@gotrs/contract/auth'
import { DeskError } from '@gotrs/contract/errors'
import type { Action } from '@gotrs/contract/permissions'
import { tokenFamilies } from '@gotrs/db/tables/api-tokens'
import { users } from '@gotrs/db/tables/people'
import { and, desc, eq, gt, isNull, sql } from 'drizzle-orm'
import type { UserActor } from '../kernel/actor.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { requireGrant } from '../kernel/require-grant.ts'
import type { RunOptions } from '../kernel/run-unit-of-work.ts'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import type { Credential } from './credentials.ts'
import { revokeApiTokens } from './revoke-api-tokens.ts'
import { revokeFamilies } from './revoke-families.ts'
import type { AccountsKernel } from './sessions.ts'
import { revokeFamily } from './token-families.ts'

const maxLogins = 50

/** The logins of the actor, by browser or API client, newest first; at most 50 of each. */
export function listOwnLogins(
  kernel: AccountsKernel,
  actor: UserActor,
  current: Credential | null,
): Promise<LoginSession[]> {
  requireGrant({ actor }, 'account.manage')
  return loginsOf(kernel, actor.id, current)
}

/** The logins of another person. */
export function listLogins(
  kernel: AccountsKernel,
  actor: UserActor,
  userId: string,
  current: Credential | null,
): Promise<LoginSession[]> {
  requireGrant({ actor }, 'user.update')
  return loginsOf(kernel, userId, current)
}

async function loginsOf(kernel: AccountsKernel, userId: string, current: Credential | null): Promise<LoginSession[]> {
  const sessionId = current?.kind === 'session' ? current.sessionId : null
  const familyId = current?.kind === 'login' ? current.familyId : null
  const [browsers, clients] = await Promise.all([
    kernel.sessions.list(userId, sessionId),
    listFamilies(kernel, userId, familyId),
  ])
  return [...browsers, ...clients].sort((one, other) => other.createdAt.localeCompare(one.createdAt))
}

async function listFamilies(kernel: Kernel, userId: string, current: string | null): Promise<LoginSession[]> {
  const rows = await kernel.db
    .select()
    .from(tokenFamilies)
    .innerJoin(users, eq(users.id, tokenFamilies.userId))
    .where(
      and(
        eq(tokenFamilies.userId, userId),
        isNull(tokenFamilies.revokedAt),
        gt(tokenFamilies.expiresAt, kernel.now()),
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

/** Revokes one login of the actor, by the id that `listOwnLogins` returns. @throws DeskError `not_found` */
export async function revokeOwnLogin(
  kernel: AccountsKernel,
  by: UserActor,
  loginId: string,
  options: RunOptions = {},
): Promise<void> {
  const known = await listOwnLogins(kernel, by, null)
  const userId = by.id
  const login = known.find(it => it.id === loginId)
  if (!login) throw new DeskError('not_found', { noun: 'session' })
  if (login.kind === 'api') await revokeFamily(kernel, userId, loginId)
  else await kernel.sessions.revokeListed(userId, loginId)
  const work = async (uow: UnitOfWork) => {
    requireGrant(uow, 'account.manage')
    uow.emit('session.revoked', { userId, cause: 'asked' })
  }
  await kernel.run(by, work, options)
}

/** Revokes every login and API token of the actor. */
export const revokeOwnLogins = (kernel: AccountsKernel, by: UserActor, options?: RunOptions): Promise<void> =>
  revokeLoginsAs('account.manage', kernel, by, by.id, options)

/** Revokes every login and API token of another person. */
export const revokeLogins = (
  kernel: AccountsKernel,
  by: UserActor,
  userId: string,
  options?: RunOptions,
): Promise<void> => revokeLoginsAs('user.update', kernel, by, userId, options)

/** In one transaction. A call that is repeated with its idempotency key revokes no newer login. */
async function revokeLoginsAs(
  action: Action,
  kernel: AccountsKernel,
  by: UserActor,
  userId: string,
  options: RunOptions = {},
): Promise<void> {
  const work = async (uow: UnitOfWork) => {
    requireGrant(uow, action)
    await uow.db.update(users).set({ sessionsValidFrom: uow.now }).where(eq(users.id, userId))
    await revokeFamilies(uow, userId)
    await revokeApiTokens(uow, userId)
    uow.emit('session.revoked', { userId, cause: 'asked' })
    uow.afterCommit(() => kernel.sessions.revokeAll(userId))
  }
  await kernel.run(by, work, options)
}
