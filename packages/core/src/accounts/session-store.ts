import type { Adapter, Lucia } from 'lucia'
import type { UserActor } from '../kernel/actor.ts'

/** What is kept of a session besides who and until when. */
export type SessionFacts = { userAgent: string; createdAt: Date }

declare module 'lucia' {
  interface Register {
    Lucia: Lucia<SessionFacts, UserActor>
    DatabaseSessionAttributes: SessionFacts
    DatabaseUserAttributes: UserActor
  }
}

/**
 * Where sessions are kept: Postgres or Valkey. Lucia hands in raw ids; a store keeps `hashSecret(id)` and nothing else
 * of them. `getUserSessions` therefore names sessions by their hash. People who are not active have no session.
 */
export type SessionStore = Adapter & {
  /** The people of these open sessions, by raw id, in one round trip; extends no session. */
  findActors(sessionIds: readonly string[]): Promise<Map<string, UserActor>>
  /** Ends the session of this person that has this hash. */
  deleteNamed(userId: string, idHash: string): Promise<void>
  /** Ends all sessions of a person but the one with this hash. */
  deleteOtherSessions(userId: string, exceptHash: string): Promise<void>
}

/** A person who opens more sessions than this loses the oldest: every list has an end. */
export const maxSessionsPerUser = 50
