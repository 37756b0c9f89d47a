import { randomBytes } from 'node:crypto'
import type { TokenPair } from '@gotrs/contract/api-tokens'
import type { LoginInput } from '@gotrs/contract/auth'
import { DeskError } from '@gotrs/contract/errors'
import { refreshTokens, tokenFamilies } from '@gotrs/db/tables/api-tokens'
import { users } from '@gotrs/db/tables/people'
import { and, eq, isNull, lt, notInArray, sql } from 'drizzle-orm'
import { systemActor } from '../kernel/actor.ts'
import type { Kernel } from '../kernel/kernel.ts'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import { hashSecret } from '../kernel/vault.ts'
import { accessSeconds, signAccessToken } from './access-token.ts'
import { requirePassword } from './login.ts'
import { showMe } from './queries.ts'
import { isStillGood, readPeople } from './read-actors.ts'
import { tellStreams } from './tell-streams.ts'

/** A login that nobody refreshes for so long is over. */
const lifetimeMs = 30 * 24 * 60 * 60_000
/** Of a person who logs in more often the oldest end: every list has an end. */
const maxFamiliesPerUser = 50

/** Logs an API client in by address and password. @throws DeskError `wrong_credentials` */
export async function loginForTokens(desk: Kernel, input: LoginInput, userAgent: string): Promise<TokenPair> {
  const account = await requirePassword(desk, input)
  const { familyId, refreshToken } = await desk.run(systemActor('accounts'), async uow => {
    await requireUnchanged(uow, account)
    const made = await openFamily(uow, account.id, userAgent)
    uow.emit('user.loggedIn', { userId: account.id })
    return made
  })
  return pairOf(desk, { userId: account.id, familyId, refreshToken })
}

/** A password that was changed while this one was being checked has ended all logins, but not yet this one. */
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
  await uow.db.insert(tokenFamilies).values({ id: familyId, ...facts, expiresAt: expiry(uow.now) })
  await endOldest(uow, userId)
  return { familyId, refreshToken: await issue(uow, familyId) }
}

async function endOldest(uow: UnitOfWork, userId: string): Promise<void> {
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
  const token = randomBytes(32).toString('base64url')
  await uow.db.insert(refreshTokens).values({ hash: hashSecret(token), familyId, createdAt: uow.now })
  return token
}

const expiry = (now: Date) => new Date(now.getTime() + lifetimeMs)

type Refreshed = { userId: string; familyId: string; refreshToken: string } | { reusedBy: string } | null

/**
 * A new pair for a refresh token, which is used up by it. One that comes twice was stolen from somebody: the whole login
 * ends (RFC 9700, section 4.14.2). @throws DeskError `not_logged_in`
 */
export async function refreshPair(desk: Kernel, token: string): Promise<TokenPair> {
  const refreshed = await desk.run(systemActor('accounts'), uow => rotate(uow, hashSecret(token)))
  if (refreshed && 'reusedBy' in refreshed) await tellStreams(desk, refreshed.reusedBy)
  if (!refreshed || 'reusedBy' in refreshed) throw new DeskError('not_logged_in')
  return pairOf(desk, refreshed)
}

async function rotate(uow: UnitOfWork, hash: string): Promise<Refreshed> {
  const [found] = await uow.db
    .select({ token: refreshTokens, family: tokenFamilies })
    .from(refreshTokens)
    .innerJoin(tokenFamilies, eq(tokenFamilies.id, refreshTokens.familyId))
    .where(eq(refreshTokens.hash, hash))
    .for('update')
  if (!found || found.family.revokedAt !== null || found.family.expiresAt <= uow.now) return null
  const { id: familyId, userId } = found.family
  if (found.token.usedAt !== null) {
    await uow.db.update(tokenFamilies).set({ revokedAt: uow.now }).where(eq(tokenFamilies.id, familyId))
    uow.emit('session.revoked', { userId, cause: 'token_reused' })
    return { reusedBy: userId }
  }
  await uow.db.update(refreshTokens).set({ usedAt: uow.now }).where(eq(refreshTokens.hash, hash))
  await uow.db
    .update(tokenFamilies)
    .set({ lastUsedAt: uow.now, expiresAt: expiry(uow.now) })
    .where(eq(tokenFamilies.id, familyId))
  return { userId, familyId, refreshToken: await issue(uow, familyId) }
}

async function pairOf(
  desk: Kernel,
  { userId, familyId, refreshToken }: { userId: string; familyId: string; refreshToken: string },
): Promise<TokenPair> {
  const [person, [family]] = await Promise.all([
    readPeople(desk.db, [userId]).then(people => people.get(userId)),
    desk.db.select().from(tokenFamilies).where(eq(tokenFamilies.id, familyId)),
  ])
  const isOver = !person || !family || family.revokedAt !== null || !isStillGood(family.createdAt, person)
  if (isOver) throw new DeskError('not_logged_in')
  const accessToken = await signAccessToken(desk, { userId, familyId })
  return { accessToken, refreshToken, expiresIn: accessSeconds, user: showMe(person.actor) }
}

/** Ends the login of an API client. */
export async function endFamily(desk: Kernel, userId: string, familyId: string): Promise<void> {
  await desk.db
    .update(tokenFamilies)
    .set({ revokedAt: desk.now() })
    .where(and(eq(tokenFamilies.id, familyId), eq(tokenFamilies.userId, userId), isNull(tokenFamilies.revokedAt)))
  await tellStreams(desk, userId)
}

const batchSize = 1_000

/** Removes logins that have been over for a month; their tokens go with them. */
export async function forgetFamilies({ db, now }: UnitOfWork): Promise<number> {
  const over = db
    .select({ row: sql`ctid` })
    .from(tokenFamilies)
    .where(lt(tokenFamilies.expiresAt, new Date(now.getTime() - lifetimeMs)))
    .limit(batchSize)
  const removed = await db.delete(tokenFamilies).where(sql`ctid = any(array(${over}))`)
  return removed.rowCount ?? 0
}
