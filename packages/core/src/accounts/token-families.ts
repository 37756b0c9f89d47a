import type { TokenPair } from '@gotrs/contract/api-tokens'
import type { LoginInput } from '@gotrs/contract/auth'
import { DeskError } from '@gotrs/contract/errors'
import { refreshTokens, tokenFamilies } from '@gotrs/db/tables/api-tokens'
import { users } from '@gotrs/db/tables/people'
import { and, eq, isNull, notInArray, sql } from 'drizzle-orm'
import { systemActor } from '../kernel/actor.ts'
import type { Kernel } from '../kernel/kernel.ts'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import { hashSecret } from '../kernel/vault.ts'
import { accessSeconds, signAccessToken } from './access-token.ts'
import { requirePassword } from './login.ts'
import { showMe } from './queries.ts'
import { isStillValid, readPeople } from './read-actors.ts'
import { recheckStreams } from './recheck-streams.ts'
import { createRefreshToken, familyOfToken } from './refresh-token.ts'

const dayMs = 24 * 60 * 60_000
/** A login expires when nobody refreshes it for so long. */
const idleMs = 30 * dayMs
/** It also expires so long after it began, however often it is refreshed (ASVS 5.0, 7.3.2). */
const maxAgeMs = 180 * dayMs
/** Each new login of a person above this number revokes the oldest one, so that every list is bounded. */
const maxFamiliesPerUser = 50

/** Logs in an API client with address and password. @throws DeskError `wrong_credentials` */
export async function loginForTokens(kernel: Kernel, input: LoginInput, userAgent: string): Promise<TokenPair> {
  const account = await requirePassword(kernel, input)
  const { familyId, refreshToken } = await kernel.run(systemActor('accounts'), async uow => {
    await requireUnchanged(uow, account)
    const opened = await openFamily(uow, account.id, userAgent)
    uow.emit('user.loggedIn', { userId: account.id })
    return opened
  })
  return pairOf(kernel, { userId: account.id, familyId, refreshToken })
}

/** If the password changed during the login, the change revoked all logins, but could not revoke this one. */
async function requireUnchanged(uow: UnitOfWork, account: { id: string; passwordHash: string | null }): Promise<void> {
  const [now] = await uow.db
    .select({ passwordHash: users.passwordHash })
    .from(users)
    .where(eq(users.id, account.id))
    .for('share')
  if (now?.passwordHash !== account.passwordHash) throw new DeskError('wrong_credentials')
}

async function openFamily(uow: UnitOfWork, userId: string, userAgent: string) {
  const familyId = uow.newId()
  const facts = { userId, userAgent: userAgent.slice(0, 300), createdAt: uow.now, lastUsedAt: uow.now }
  await uow.db.insert(tokenFamilies).values({ id: familyId, ...facts, expiresAt: expiry(uow.now, uow.now) })
  await revokeOldest(uow, userId)
  return { familyId, refreshToken: await issue(uow, familyId) }
}

async function revokeOldest(uow: UnitOfWork, userId: string): Promise<void> {
  const isOpen = and(eq(tokenFamilies.userId, userId), isNull(tokenFamilies.revokedAt))
  const newest = uow.db
    .select({ id: tokenFamilies.id })
    .from(tokenFamilies)
    .where(isOpen)
    .orderBy(sql`${tokenFamilies.createdAt} desc, ${tokenFamilies.id} desc`)
    .limit(maxFamiliesPerUser)
  await uow.db
    .update(tokenFamilies)
    .set({ revokedAt: uow.now })
    .where(and(isOpen, notInArray(tokenFamilies.id, newest)))
}

async function issue(uow: UnitOfWork, familyId: string): Promise<string> {
  const token = createRefreshToken(uow.vault, familyId)
  await uow.db.insert(refreshTokens).values({ hash: hashSecret(token), familyId, createdAt: uow.now })
  return token
}

const expiry = (now: Date, madeAt: Date) => new Date(Math.min(now.getTime() + idleMs, madeAt.getTime() + maxAgeMs))

type Refreshed = { userId: string; familyId: string; refreshToken: string } | { reusedBy: string } | null

/**
 * Exchanges a refresh token for a new pair. If a token comes twice, somebody has stolen it: the desk revokes the whole login
 * (RFC 9700, section 4.14.2). @throws DeskError `not_logged_in`
 */
export async function refreshPair(kernel: Kernel, token: string): Promise<TokenPair> {
  const refreshed = await kernel.run(systemActor('accounts'), uow => rotate(uow, token))
  if (refreshed && 'reusedBy' in refreshed) await recheckStreams(kernel, refreshed.reusedBy)
  if (!refreshed || 'reusedBy' in refreshed) throw new DeskError('not_logged_in')
  return pairOf(kernel, refreshed)
}

/** Only the current token of a family has an unused row; every other token of the family was used before. */
async function rotate(uow: UnitOfWork, token: string): Promise<Refreshed> {
  const hash = hashSecret(token)
  const named = familyOfToken(uow.vault, token)
  const familyId = named ?? (await familyOfRow(uow, hash))
  if (familyId === null) return null
  const [family] = await uow.db.select().from(tokenFamilies).where(eq(tokenFamilies.id, familyId)).for('update')
  if (!family || family.revokedAt !== null || family.expiresAt <= uow.now) return null
  const isNext = and(eq(refreshTokens.hash, hash), eq(refreshTokens.familyId, familyId), isNull(refreshTokens.usedAt))
  // A token without a family id is recognized by its row, so the row stays.
  const used = await (named === null
    ? uow.db.update(refreshTokens).set({ usedAt: uow.now }).where(isNext)
    : uow.db.delete(refreshTokens).where(isNext))
  if (used.rowCount === 0) {
    await uow.db.update(tokenFamilies).set({ revokedAt: uow.now }).where(eq(tokenFamilies.id, familyId))
    uow.emit('session.revoked', { userId: family.userId, cause: 'token_reused' })
    return { reusedBy: family.userId }
  }
  const facts = { lastUsedAt: uow.now, expiresAt: expiry(uow.now, family.createdAt) }
  await uow.db.update(tokenFamilies).set(facts).where(eq(tokenFamilies.id, familyId))
  return { userId: family.userId, familyId, refreshToken: await issue(uow, familyId) }
}

/** The rows of tokens without a family id stay after their use, until the login ends. */
async function familyOfRow({ db }: UnitOfWork, hash: string): Promise<string | null> {
  const [row] = await db
    .select({ familyId: refreshTokens.familyId })
    .from(refreshTokens)
    .where(eq(refreshTokens.hash, hash))
  return row?.familyId ?? null
}

async function pairOf(
  kernel: Kernel,
  { userId, familyId, refreshToken }: { userId: string; familyId: string; refreshToken: string },
): Promise<TokenPair> {
  const [person, [family]] = await Promise.all([
    readPeople(kernel.db, [userId]).then(people => people.get(userId)),
    kernel.db.select().from(tokenFamilies).where(eq(tokenFamilies.id, familyId)),
  ])
  const isEnded = !person || !family || family.revokedAt !== null || !isStillValid(family.createdAt, person)
  if (isEnded) throw new DeskError('not_logged_in')
  const accessToken = await signAccessToken(kernel, { userId, familyId })
  return { accessToken, refreshToken, expiresIn: accessSeconds, user: showMe(person.actor) }
}

/** Revokes the login of an API client. */
export async function revokeFamily(kernel: Kernel, userId: string, familyId: string): Promise<void> {
  await kernel.db
    .update(tokenFamilies)
    .set({ revokedAt: kernel.now() })
    .where(and(eq(tokenFamilies.id, familyId), eq(tokenFamilies.userId, userId), isNull(tokenFamilies.revokedAt)))
  await recheckStreams(kernel, userId)
}
