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

/** Sessions of browsers. Ending one ends its open streams too, in every process. */
export type Sessions = {
  open(userId: string, client: { userAgent: string }): Promise<OpenedSession>
  /** Who calls; null for an id that is unknown, ended, expired, or whose person is not active. `isExtended`: set the cookie again. */
  validate(sessionId: string): Promise<{ actor: UserActor; expiresAt: Date; isExtended: boolean } | null>
  /** The people of these sessions now; sessions that have ended are missing. Extends no session. */
  findActors(sessionIds: readonly string[]): Promise<Map<string, UserActor>>
  close(sessionId: string): Promise<void>
  /** By the name that `list` gives it. */
  closeNamed(userId: string, name: string): Promise<void>
  closeAll(userId: string, options?: { except?: string }): Promise<void>
  /** At most 50, newest first. */
  list(userId: string, currentSessionId: string | null): Promise<LoginSession[]>
}

/** What the use cases of accounts need: the kernel and the sessions. */
export type AccountsKernel = Kernel & { sessions: Sessions }

const dayMs = 24 * 60 * 60_000
/** How long a session lasts that nobody uses; past the half, using it extends it. */
const idleDays = 14

// What Lucia makes: 25 random bytes in base 32.
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
    findActors: sessionIds => store.findActors(sessionIds.filter(id => wellFormed.test(id))),
    close: sessionId => close(kernel, store, sessionId),
    async closeNamed(userId, name) {
      await store.deleteNamed(userId, name)
      await recheckStreams(kernel, userId)
    },
    async closeAll(userId, { except } = {}) {
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
 * When a session that is used now expires; null where that does not change. However often it is used, it ends
 * `SESSION_MAX_DAYS` after the login (ASVS 5.0, 7.3.2), and then it is not written again and again.
 */
function nextExpiry({ expiresAt, attributes }: DatabaseSession, madeAfter: Date): Date | null {
  const left = expiresAt.getTime() - Date.now()
  if (left > (idleDays / 2) * dayMs) return null
  const more = Math.min(idleDays * dayMs, attributes.createdAt.getTime() - madeAfter.getTime())
  // A minute, so that the end itself is not written again with each call.
  return more > left + 60_000 ? new Date(Date.now() + more) : null
}

async function close(kernel: Kernel, store: SessionStore, sessionId: string): Promise<void> {
  if (!wellFormed.test(sessionId)) return
  const actor = (await store.findActors([sessionId])).get(sessionId)
  await store.deleteSession(sessionId)
  if (actor) await recheckStreams(kernel, actor.id)
}
