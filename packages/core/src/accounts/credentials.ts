import type { Scope } from '@gotrs/contract/scopes'
import { apiTokens, tokenFamilies } from '@gotrs/db/tables/api-tokens'
import { organisations, users } from '@gotrs/db/tables/people'
import { and, eq, gt, inArray, isNull, lte, or, type Placeholder, sql } from 'drizzle-orm'
import { systemActor, type UserActor } from '../kernel/actor.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { prepared } from '../kernel/prepared.ts'
import { hashSecret } from '../kernel/vault.ts'
import { verifyAccessToken } from './access-token.ts'
import { apiTokenPrefix } from './api-tokens.ts'
import { actorColumns, actorOf, isStillValid, readPeople } from './read-actors.ts'
import type { Sessions } from './sessions.ts'

/** The credential of a call: the session of a browser, the login of an API client, or a personal token. */
export type Credential =
  | { kind: 'session'; sessionId: string }
  | { kind: 'login'; familyId: string }
  | { kind: 'apiToken'; tokenId: string }

/** `scopes`: the actions that the credential allows; null for all that its owner may do. */
export type Caller = { actor: UserActor; credential: Credential; scopes: readonly Scope[] | null }

/** The person and login of a bearer token (RFC 6750); null for one that is unknown, expired or revoked. */
export async function identifyBearer(kernel: Kernel, token: string): Promise<Caller | null> {
  if (token.startsWith(apiTokenPrefix)) return identifyApiToken(kernel, token)
  const claim = await verifyAccessToken(kernel, token)
  if (!claim) return null
  const actor = (await actorsOfLogins(kernel, [claim.familyId])).get(claim.familyId)
  if (!actor || actor.id !== claim.userId) return null
  const via = `login:${claim.familyId}`
  return { actor: { ...actor, via }, credential: { kind: 'login', familyId: claim.familyId }, scopes: null }
}

/** Reads the person of each credential again, in a bounded number of statements. Expired and revoked credentials are missing. */
export async function findCallers(
  kernel: Kernel,
  sessions: Sessions,
  credentials: readonly Credential[],
): Promise<Map<Credential, UserActor>> {
  const [bySession, byLogin, byToken] = await Promise.all([
    sessions.findActors(credentials.flatMap(it => (it.kind === 'session' ? [it.sessionId] : []))),
    actorsOfLogins(
      kernel,
      credentials.flatMap(it => (it.kind === 'login' ? [it.familyId] : [])),
    ),
    actorsOfTokens(
      kernel,
      credentials.flatMap(it => (it.kind === 'apiToken' ? [it.tokenId] : [])),
    ),
  ])
  const found = new Map<Credential, UserActor>()
  for (const it of credentials) {
    const actor =
      it.kind === 'session'
        ? bySession.get(it.sessionId)
        : it.kind === 'login'
          ? byLogin.get(it.familyId)
          : byToken.get(it.tokenId)
    if (actor) found.set(it, actor)
  }
  return found
}

const openToken = prepared('open_api_token', db =>
  db
    .select({ token: apiTokens, person: actorColumns })
    .from(apiTokens)
    .innerJoin(users, and(eq(users.id, apiTokens.userId), eq(users.isActive, true)))
    .leftJoin(organisations, eq(organisations.id, users.organisationId))
    .where(and(eq(apiTokens.hash, sql.placeholder('hash')), isOpen(sql.placeholder('now')))),
)

async function identifyApiToken(kernel: Kernel, token: string): Promise<Caller | null> {
  if (token.length > 200) return null
  const now = kernel.now()
  const [found] = await openToken(kernel.db, { hash: hashSecret(token), now })
  if (!found) return null
  const { id: tokenId, scopes: granted } = found.token
  await recordUse(kernel, found.token, now)
  const scopes = granted as Scope[]
  const actor = { ...actorOf(found.person), via: `token:${tokenId}`, scopes }
  return { actor, credential: { kind: 'apiToken', tokenId }, scopes }
}

const recordEveryMs = 60_000

type UsedToken = Pick<typeof apiTokens.$inferSelect, 'id' | 'userId' | 'lastUsedAt'>

/** Once a minute, so that a token that is used a hundred times a second does not write each time. */
async function recordUse(kernel: Kernel, { id, userId, lastUsedAt }: UsedToken, now: Date): Promise<void> {
  const before = new Date(now.getTime() - recordEveryMs)
  if (lastUsedAt && lastUsedAt > before) return
  const isDue = or(isNull(apiTokens.lastUsedAt), lte(apiTokens.lastUsedAt, before))
  const updated = await kernel.db
    .update(apiTokens)
    .set({ lastUsedAt: now })
    .where(and(eq(apiTokens.id, id), isDue))
  // Only one of several calls at once has written. The audit log gets one event a day.
  if (!updated.rowCount || (lastUsedAt && dayOf(lastUsedAt) === dayOf(now))) return
  await kernel.run(systemActor('accounts'), async uow => {
    uow.emit('apiToken.used', { tokenId: id, userId })
  })
}

const dayOf = (time: Date) => time.toISOString().slice(0, 10)

const isOpen = (now: Date | Placeholder) =>
  and(isNull(apiTokens.revokedAt), or(isNull(apiTokens.expiresAt), gt(apiTokens.expiresAt, now)))

async function actorsOfTokens(kernel: Kernel, ids: string[]): Promise<Map<string, UserActor>> {
  if (ids.length === 0) return new Map()
  const rows = await kernel.db
    .select({ id: apiTokens.id, userId: apiTokens.userId })
    .from(apiTokens)
    .where(and(inArray(apiTokens.id, ids), isOpen(kernel.now())))
  const people = await readPeople(kernel.db, [...new Set(rows.map(row => row.userId))])
  return new Map(rows.flatMap(({ id, userId }) => pairOf(id, people.get(userId)?.actor)))
}

async function actorsOfLogins(kernel: Kernel, ids: string[]): Promise<Map<string, UserActor>> {
  if (ids.length === 0) return new Map()
  const { id, createdAt, revokedAt, expiresAt, userId } = tokenFamilies
  const rows = await kernel.db
    .select({ id, createdAt, person: { ...actorColumns, sessionsValidFrom: users.sessionsValidFrom } })
    .from(tokenFamilies)
    .innerJoin(users, and(eq(users.id, userId), eq(users.isActive, true)))
    .leftJoin(organisations, eq(organisations.id, users.organisationId))
    .where(and(inArray(id, ids), isNull(revokedAt), gt(expiresAt, kernel.now())))
  const valid = rows.filter(row => isStillValid(row.createdAt, row.person))
  return new Map(valid.map(row => [row.id, actorOf(row.person)]))
}

const pairOf = (id: string, actor: UserActor | undefined): [string, UserActor][] => (actor ? [[id, actor]] : [])
