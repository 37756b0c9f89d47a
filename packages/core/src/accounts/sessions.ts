import type { LoginSession } from '@gotrs/contract/auth'
import { type DatabaseSession, Lucia, TimeSpan } from 'lucia'
import type { UserActor } from '../kernel/actor.ts'
import type { Kernel } from '../kernel/kernel.ts'
import type { Valkey } from '../kernel/valkey.ts'
import { hashSecret } from '../kernel/vault.ts'
import { recheckStreams } from './recheck-streams.ts'
import type { SessionStore } from './session-store.ts'
import { postgresSessionStore } from './sessions-postgres.ts'
import { valkeySessionStore } from './sessions-valkey.ts'

export type OpenedSession = { sessionId: string; expiresAt: Date }

/** Sessions of browsers. To revoke one also closes its open streams, in every process. */
export type Sessions = {
  open(userId: string, client: { userAgent: string }): Promise<OpenedSession>
  /** The person; null for an id that is unknown, revoked or expired, or whose person is inactive. `isExtended`: set the cookie again. */
  validate(sessionId: string): Promise<{ actor: UserActor; expiresAt: Date; isExtended: boolean } | null>
  /** The current people of these sessions; revoked and expired sessions are missing. Extends no session. */
  findActors(sessionIds: readonly string[]): Promise<Map<string, UserActor>>
  revoke(sessionId: string): Promise<void>
  /** By the id that `list` returns. */
  revokeListed(userId: string, id: string): Promise<void>
  revokeAll(userId: string, options?: { except?: string }): Promise<void>
  /** At most 50, newest first. */
  list(userId: string, currentSessionId: string | null): Promise<LoginSession[]>
}

/** What the verbs of accounts need: the kernel and the sessions. */
export type AccountsKernel = Kernel & { sessions: Sessions }

const dayMs = 24 * 60 * 60_000
/** The lifetime of a session without use. In its second half, each use extends it. */
const idleDays = 14

// An id of Lucia: 25 random bytes in base 32.
const wellFormed = /^[a-z0-9]{40}$/

export function createSessions(kernel: Kernel, valkey: Valkey | null, maxDays = 30): Sessions {
  const madeAfter = () => new Date(kernel.now().getTime() - maxDays * dayMs)
  const store = valkey ? valkeySessionStore(valkey, kernel.db, madeAfter) : postgresSessionStore(kernel.db, madeAfter)
  const lucia = new Lucia(store, {
    sessionExpiresIn: new TimeSpan(Math.min(idleDays, maxDays), 'd'),
    getSessionAttributes: facts => facts,
    getUserAttributes: actor => actor,
  })
  return {
    async open(userId, { userAgent }) {
      const facts = { userAgent: userAgent.slice(0, 300), createdAt: kernel.now() }
      const session = await lucia.createSession(userId, facts)
      return { sessionId: session.id, expiresAt: session.expiresAt }
    },
    async validate(sessionId) {
      if (!wellFormed.test(sessionId)) return null
      const [session, user] = await store.getSessionAndUser(sessionId)
      if (!session || !user || session.expiresAt.getTime() <= Date.now()) return null
      const expiresAt = nextExpiry(session, madeAfter())
      if (expiresAt) await store.updateSessionExpiration(sessionId, expiresAt)
      return { actor: user.attributes, expiresAt: expiresAt ?? session.expiresAt, isExtended: expiresAt !== null }
    },
    findActors: sessionIds => store.findActors([...new Set(sessionIds)].filter(id => wellFormed.test(id))),
    revoke: sessionId => revoke(kernel, store, sessionId),
    async revokeListed(userId, id) {
      await store.deleteByHash(userId, id)
      await recheckStreams(kernel, userId)
    },
    async revokeAll(userId, { except } = {}) {
      if (except) await store.deleteOtherSessions(userId, hashSecret(except))
      else await lucia.invalidateUserSessions(userId)
      await recheckStreams(kernel, userId)
    },
    async list(userId, currentSessionId) {
      const currentHash = currentSessionId && hashSecret(currentSessionId)
      const sessions = await lucia.getUserSessions(userId)
      return sessions
        .map(({ id, userAgent, createdAt, expiresAt }) => ({
          id,
          kind: 'browser' as const,
          isCurrent: id === currentHash,
          userAgent,
          createdAt: createdAt.toISOString(),
          expiresAt: expiresAt.toISOString(),
        }))
        .sort((one, other) => other.createdAt.localeCompare(one.createdAt))
    },
  }
}

/**
 * The new expiry of a session that is used now; null if it does not change. Every session expires `SESSION_MAX_DAYS` after
 * the login, however often it is used (ASVS 5.0, 7.3.2).
 */
function nextExpiry({ expiresAt, attributes }: DatabaseSession, madeAfter: Date): Date | null {
  const left = expiresAt.getTime() - Date.now()
  if (left > (idleDays / 2) * dayMs) return null
  const more = Math.min(idleDays * dayMs, attributes.createdAt.getTime() - madeAfter.getTime())
  // At least a minute more, so that calls shortly before that end do not write it again each time.
  return more > left + 60_000 ? new Date(Date.now() + more) : null
}

async function revoke(kernel: Kernel, store: SessionStore, sessionId: string): Promise<void> {
  if (!wellFormed.test(sessionId)) return
  const actor = (await store.findActors([sessionId])).get(sessionId)
  await store.deleteSession(sessionId)
  if (actor) await recheckStreams(kernel, actor.id)
}
