import type { Adapter, Lucia } from 'lucia'
import type { UserActor } from '../kernel/actor.ts'

/** Facts of a session besides its person and expiry. */
export type SessionFacts = { userAgent: string; createdAt: Date }

declare module 'lucia' {
  interface Register {
    Lucia: Lucia<SessionFacts, UserActor>
    DatabaseSessionAttributes: SessionFacts
    DatabaseUserAttributes: UserActor
  }
}

/**
 * Stores sessions in Postgres or Valkey. Lucia passes raw ids; a store keeps only `hashSecret(id)`, so the sessions of
 * `getUserSessions` have the hash as their id. Inactive people have no session.
 */
export type SessionStore = Adapter & {
  /** The people of these valid sessions, by raw id, in one round trip. Extends no session. */
  findActors(sessionIds: readonly string[]): Promise<Map<string, UserActor>>
  /** Deletes the session of this person that has this hash. */
  deleteByHash(userId: string, idHash: string): Promise<void>
  /** Deletes all sessions of a person except the one with this hash. */
  deleteOtherSessions(userId: string, exceptHash: string): Promise<void>
}

/** Each new session of a person above this number revokes the oldest one, so that every list is bounded. */
export const maxSessionsPerUser = 50
