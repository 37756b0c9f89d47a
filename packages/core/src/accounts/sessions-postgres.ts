import type { Db } from '@gotrs/db/client'
import { sessions } from '@gotrs/db/tables/accounts'
import { organisations, users } from '@gotrs/db/tables/people'
import { and, desc, eq, gt, lt, ne, notInArray, type SQL, sql } from 'drizzle-orm'
import type { DatabaseSession } from 'lucia'
import { prepared } from '../kernel/prepared.ts'
import { hashSecret } from '../kernel/vault.ts'
import { actorColumns, actorOf } from './read-actors.ts'
import { maxSessionsPerUser, type SessionStore } from './session-store.ts'

const sessionColumns = {
  idHash: sessions.idHash,
  userId: sessions.userId,
  userAgent: sessions.userAgent,
  createdAt: sessions.createdAt,
  expiresAt: sessions.expiresAt,
}

/** Sessions without Valkey. One statement reads a session with its person. */
export function postgresSessionStore(db: Db, madeAfter: () => Date): SessionStore {
  const deleteByHash = (idHash: string) => db.delete(sessions).where(eq(sessions.idHash, idHash))
  return {
    async getSessionAndUser(sessionId) {
      const [row] = await openSession(db, { idHash: hashSecret(sessionId), madeAfter: madeAfter() })
      if (!row) return [null, null]
      return [sessionOf(row, sessionId), { id: row.id, attributes: actorOf(row) }]
    },
    async getUserSessions(userId) {
      const rows = await db
        .select(sessionColumns)
        .from(sessions)
        .where(eq(sessions.userId, userId))
        .orderBy(desc(sessions.createdAt))
        .limit(maxSessionsPerUser)
      return rows.map(row => sessionOf(row, row.idHash))
    },
    async setSession({ id, userId, expiresAt, attributes }) {
      await db.insert(sessions).values({ idHash: hashSecret(id), userId, expiresAt, ...attributes })
      await deleteOldest(db, userId)
    },
    async updateSessionExpiration(sessionId, expiresAt) {
      await db
        .update(sessions)
        .set({ expiresAt })
        .where(eq(sessions.idHash, hashSecret(sessionId)))
    },
    async deleteSession(sessionId) {
      await deleteByHash(hashSecret(sessionId))
    },
    async deleteByHash(userId, idHash) {
      await db.delete(sessions).where(and(eq(sessions.userId, userId), eq(sessions.idHash, idHash)))
    },
    async deleteUserSessions(userId) {
      await db.delete(sessions).where(eq(sessions.userId, userId))
    },
    async deleteOtherSessions(userId, exceptHash) {
      await db.delete(sessions).where(and(eq(sessions.userId, userId), ne(sessions.idHash, exceptHash)))
    },
    async deleteExpiredSessions() {
      await db.delete(sessions).where(lt(sessions.expiresAt, new Date()))
    },
    async findActors(sessionIds) {
      const idOf = new Map(sessionIds.map(id => [hashSecret(id), id]))
      const rows = await openSessions(db, { idHashes: [...idOf.keys()], madeAfter: madeAfter() })
      const live = rows.filter(row => row.expiresAt > new Date())
      return new Map(live.map(row => [idOf.get(row.idHash) ?? '', actorOf(row)]))
    },
  }
}

const isMadeSince = sql`${sessions.createdAt} >= coalesce(${users.sessionsValidFrom}, '-infinity')`

/** `madeAfter` also leaves out sessions from before SESSION_MAX_DAYS was lowered. */
const selectOpen = (db: Db, isOneOfThem: SQL) =>
  db
    .select({ ...sessionColumns, ...actorColumns })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .leftJoin(organisations, eq(organisations.id, users.organisationId))
    .where(
      and(isOneOfThem, eq(users.isActive, true), isMadeSince, gt(sessions.createdAt, sql.placeholder('madeAfter'))),
    )

// Every request sends this one. Postgres would plan one with an array each time.
const openSession = prepared('open_session', db => selectOpen(db, eq(sessions.idHash, sql.placeholder('idHash'))))

const openSessions = prepared('open_sessions', db =>
  selectOpen(db, sql`${sessions.idHash} = any(${sql.placeholder('idHashes')}::text[])`),
)

async function deleteOldest(db: Db, userId: string): Promise<void> {
  const newest = db
    .select({ idHash: sessions.idHash })
    .from(sessions)
    .where(and(eq(sessions.userId, userId), gt(sessions.expiresAt, new Date())))
    .orderBy(desc(sessions.createdAt), desc(sessions.expiresAt))
    .limit(maxSessionsPerUser)
  await db.delete(sessions).where(and(eq(sessions.userId, userId), notInArray(sessions.idHash, newest)))
}

type SessionRow = { userId: string; userAgent: string; createdAt: Date; expiresAt: Date }

const sessionOf = (row: SessionRow, id: string): DatabaseSession => ({
  id,
  userId: row.userId,
  expiresAt: row.expiresAt,
  attributes: { userAgent: row.userAgent, createdAt: row.createdAt },
})
