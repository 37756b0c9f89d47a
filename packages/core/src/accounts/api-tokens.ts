import { randomBytes } from 'node:crypto'
import { type ApiToken, type createApiTokenInput, defaultTokenDays } from '@gotrs/contract/api-tokens'
import { DeskError } from '@gotrs/contract/errors'
import type { Scope } from '@gotrs/contract/scopes'
import { apiTokens } from '@gotrs/db/tables/api-tokens'
import { users } from '@gotrs/db/tables/people'
import { and, desc, eq, gt, isNull, or, sql } from 'drizzle-orm'
import type { z } from 'zod'
import { isGranted, requireGrant, requirePerson } from '../kernel/require-grant.ts'
import type { Reader, UnitOfWork } from '../kernel/unit-of-work.ts'
import { hashSecret } from '../kernel/vault.ts'

export const apiTokenPrefix = 'gotrs_'
const maxTokensPerUser = 100
const dayMs = 24 * 60 * 60_000
const maxLifetimeMs = 366 * dayMs

type NewToken = Omit<z.output<typeof createApiTokenInput>, 'password'>

/**
 * Creates a token that acts as its owner, within its scopes. Only this answer contains it. `passwordHash`: the hash of the
 * confirmed password. If the password has changed meanwhile, the change revoked all tokens, but could not revoke this one.
 * @throws DeskError `invalid_input`, `wrong_credentials`
 */
export async function createApiToken(
  uow: UnitOfWork,
  { name, scopes, expiresAt }: NewToken,
  passwordHash?: string,
): Promise<ApiToken & { token: string }> {
  const actor = requirePerson(uow, 'token.create')
  const until = expiresAt === null ? null : new Date(expiresAt ?? uow.now.getTime() + defaultTokenDays * dayMs)
  if (until && (until <= uow.now || until.getTime() > uow.now.getTime() + maxLifetimeMs)) {
    const message = 'must be in the future, at most one year ahead'
    throw new DeskError('invalid_input', { issues: [{ path: 'expiresAt', message }] })
  }
  // The lock makes two calls wait for each other: without it, both could create the hundredth token.
  const columns = { passwordHash: users.passwordHash }
  const [owner] = await uow.db.select(columns).from(users).where(eq(users.id, actor.id)).for('no key update')
  if (passwordHash !== undefined && owner?.passwordHash !== passwordHash) throw new DeskError('wrong_credentials')
  const count = await uow.db.$count(apiTokens, isOpenOf(actor.id, uow.now))
  if (count >= maxTokensPerUser) {
    const message = `you have ${maxTokensPerUser} tokens, the maximum. Revoke one first`
    throw new DeskError('invalid_input', { issues: [{ path: 'name', message }] })
  }
  const token = `${apiTokenPrefix}${randomBytes(32).toString('base64url')}`
  const row = {
    id: uow.newId(),
    userId: actor.id,
    name,
    hash: hashSecret(token),
    hint: token.slice(-4),
    scopes: [...new Set(scopes)],
    createdAt: uow.now,
    expiresAt: until,
  }
  await uow.db.insert(apiTokens).values(row)
  uow.emit('apiToken.created', { tokenId: row.id, userId: actor.id, scopes: row.scopes })
  return { ...showToken({ ...row, lastUsedAt: null }), token }
}

/** A person's tokens that are neither revoked nor expired, newest first: one's own, or anybody's with `user.update`. */
export async function listApiTokens(reader: Reader, userId: string): Promise<ApiToken[]> {
  requireGrant(reader, 'account.manage')
  if (!mayRead(reader, userId)) throw new DeskError('not_found', { noun: 'user' })
  const rows = await reader.db
    .select()
    .from(apiTokens)
    .where(isOpenOf(userId, reader.now))
    .orderBy(desc(apiTokens.createdAt), desc(apiTokens.id))
    .limit(maxTokensPerUser)
  return rows.map(showToken)
}

/** One's own token, or anybody's with `user.update`. @throws DeskError `not_found` */
export async function readApiToken(reader: Reader, { tokenId }: { tokenId: string }): Promise<ApiToken> {
  requireGrant(reader, 'account.manage')
  const [row] = await reader.db
    .select()
    .from(apiTokens)
    .where(and(eq(apiTokens.id, tokenId), isOpen(reader.now)))
  if (!row || !mayRead(reader, row.userId)) throw new DeskError('not_found', { noun: 'token' })
  return showToken(row)
}

/** Revokes a token, and closes its open streams. @throws DeskError `not_found` */
export async function revokeApiToken(
  uow: UnitOfWork,
  { tokenId }: { tokenId: string },
  recheckStreams: (userId: string) => Promise<void>,
): Promise<void> {
  requireGrant(uow, 'account.manage')
  const [row] = await uow.db
    .select({ userId: apiTokens.userId })
    .from(apiTokens)
    .where(and(eq(apiTokens.id, tokenId), isNull(apiTokens.revokedAt)))
    .for('update')
  if (!row || !mayManage(uow, row.userId)) throw new DeskError('not_found', { noun: 'token' })
  await uow.db.update(apiTokens).set({ revokedAt: uow.now }).where(eq(apiTokens.id, tokenId))
  uow.emit('apiToken.revoked', { tokenId, userId: row.userId })
  uow.afterCommit(() => recheckStreams(row.userId))
}

const isOwner = ({ actor }: Reader, userId: string) => actor.kind === 'user' && actor.id === userId

const mayManage = (reader: Reader, userId: string) => isOwner(reader, userId) || isGranted(reader, 'user.update')

/** Other people's tokens need `user.update` and `user.read`: a token must have the scopes of both. */
const mayRead = (reader: Reader, userId: string) =>
  isOwner(reader, userId) || (isGranted(reader, 'user.update') && isGranted(reader, 'user.read'))

const isOpenOf = (userId: string, now: Date) => and(eq(apiTokens.userId, userId), isOpen(now))

const isOpen = (now: Date) =>
  and(
    isNull(apiTokens.revokedAt),
    or(isNull(apiTokens.expiresAt), gt(apiTokens.expiresAt, sql`${now.toISOString()}::timestamptz`)),
  )

type Row = Pick<
  typeof apiTokens.$inferSelect,
  'id' | 'name' | 'hint' | 'scopes' | 'createdAt' | 'expiresAt' | 'lastUsedAt'
>

const showToken = ({ id, name, hint, scopes, createdAt, expiresAt, lastUsedAt }: Row): ApiToken => ({
  id,
  name,
  hint,
  scopes: scopes as Scope[],
  createdAt: createdAt.toISOString(),
  expiresAt: expiresAt?.toISOString() ?? null,
  lastUsedAt: lastUsedAt?.toISOString() ?? null,
})
