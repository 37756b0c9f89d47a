import { DeskError } from '@gotrs/contract/errors'
import type { Db } from '@gotrs/db/client'
import type { DatabaseSession } from 'lucia'
import { z } from 'zod'
import type { UserActor } from '../kernel/actor.ts'
import type { Valkey } from '../kernel/valkey.ts'
import { hashSecret } from '../kernel/vault.ts'
import { isStillValid, readPeople } from './read-actors.ts'
import { maxSessionsPerUser, type SessionStore } from './session-store.ts'

const stored = z.object({
  userId: z.string(),
  userAgent: z.string(),
  createdAt: z.coerce.date(),
  expiresAt: z.coerce.date(),
})
type Stored = z.infer<typeof stored>

const keyOf = (idHash: string) => `gotrs:session:${idHash}`
/** The hashes of a person's sessions, by their expiry. */
const indexOf = (userId: string) => `gotrs:sessions-of:${userId}`

/** Sessions in Valkey, which expires them itself. The person is read from Postgres each time. */
export function valkeySessionStore(valkey: Valkey, db: Db, madeAfter: () => Date): SessionStore {
  const find = async (idHashes: string[]): Promise<(Stored | null)[]> => {
    if (idHashes.length === 0) return []
    const texts = await valkey.mget(idHashes.map(keyOf))
    const sessions = texts.map(text => (text === null ? null : stored.parse(JSON.parse(text))))
    // Also leaves out sessions from before SESSION_MAX_DAYS was lowered.
    return sessions.map(it => (it && it.createdAt > madeAfter() ? it : null))
  }
  const hashesOf = (userId: string) => valkey.zrange(indexOf(userId), 0, -1, 'REV')
  const deleteHashes = async (userId: string, idHashes: string[]) => {
    if (idHashes.length === 0) return
    await valkey
      .multi()
      .del(idHashes.map(keyOf))
      .zrem(indexOf(userId), ...idHashes)
      .exec()
  }
  return withUnavailableErrors({
    async getSessionAndUser(sessionId) {
      const [session] = await find([hashSecret(sessionId)])
      if (!session) return [null, null]
      const person = (await readPeople(db, [session.userId])).get(session.userId)
      if (!person || !isStillValid(session.createdAt, person)) return [null, null]
      return [sessionOf(session, sessionId), { id: person.actor.id, attributes: person.actor }]
    },
    async getUserSessions(userId) {
      const idHashes = await hashesOf(userId)
      const found = await find(idHashes)
      return found.flatMap((session, at) => (session ? [sessionOf(session, idHashes[at] ?? '')] : []))
    },
    async setSession(session) {
      await put(valkey, hashSecret(session.id), session, 'NX')
      await deleteHashes(session.userId, await valkey.zrange(indexOf(session.userId), 0, -1 - maxSessionsPerUser))
    },
    async updateSessionExpiration(sessionId, expiresAt) {
      const idHash = hashSecret(sessionId)
      const [session] = await find([idHash])
      // XX: a session that was revoked meanwhile must not come back.
      if (session) await put(valkey, idHash, { ...sessionOf(session, sessionId), expiresAt }, 'XX')
    },
    async deleteSession(sessionId) {
      const idHash = hashSecret(sessionId)
      const [session] = await find([idHash])
      if (session) await deleteHashes(session.userId, [idHash])
    },
    async deleteByHash(userId, idHash) {
      if ((await hashesOf(userId)).includes(idHash)) await deleteHashes(userId, [idHash])
    },
    async deleteUserSessions(userId) {
      await deleteHashes(userId, await hashesOf(userId))
    },
    async deleteOtherSessions(userId, exceptHash) {
      const idHashes = await hashesOf(userId)
      await deleteHashes(
        userId,
        idHashes.filter(it => it !== exceptHash),
      )
    },
    async deleteExpiredSessions() {},
    async findActors(sessionIds) {
      const found = await find(sessionIds.map(hashSecret))
      const people = await readPeople(db, [...new Set(found.flatMap(it => (it ? [it.userId] : [])))])
      const actors = new Map<string, UserActor>()
      for (const [at, id] of sessionIds.entries()) {
        const session = found[at]
        const person = session && people.get(session.userId)
        if (person && isStillValid(session.createdAt, person)) actors.set(id, person.actor)
      }
      return actors
    },
  })
}

async function put(valkey: Valkey, idHash: string, session: DatabaseSession, only: 'NX' | 'XX'): Promise<void> {
  const { userId, expiresAt, attributes } = session
  const index = indexOf(userId)
  const text = JSON.stringify({ userId, expiresAt, ...attributes } satisfies Stored)
  const until = expiresAt.getTime()
  const work = valkey.multi()
  if (only === 'NX') work.set(keyOf(idHash), text, 'PXAT', until, 'NX').zadd(index, until, idHash)
  else work.set(keyOf(idHash), text, 'PXAT', until, 'XX').zadd(index, 'XX', until, idHash)
  await work.zremrangebyscore(index, '-inf', Date.now()).pexpireat(index, until).exec()
}

const sessionOf = (session: Stored, id: string): DatabaseSession => ({
  id,
  userId: session.userId,
  expiresAt: session.expiresAt,
  attributes: { userAgent: session.userAgent, createdAt: session.createdAt },
})

/** Turns errors of an unavailable Valkey into `unavailable`; other errors stay. */
function withUnavailableErrors(store: SessionStore): SessionStore {
  const entries = Object.entries(store).map(([name, work]) => [
    name,
    async (...args: unknown[]) => {
      try {
        return await Reflect.apply(work, store, args)
      } catch (cause) {
        if (!isValkeyUnavailable(cause)) throw cause
        const error = new DeskError('unavailable')
        error.cause = cause
        throw error
      }
    },
  ])
  return Object.fromEntries(entries)
}

/** The errors of iovalkey for a connection that is closed, broken or too slow. */
function isValkeyUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if (error.name === 'MaxRetriesPerRequestError' || error.name === 'AbortError') return true
  if (/^(Connection is closed|Command timed out|Stream isn't writeable)/.test(error.message)) return true
  return /^(LOADING|READONLY|OOM|MISCONF|CLUSTERDOWN|EXECABORT)/.test(error.message)
}
