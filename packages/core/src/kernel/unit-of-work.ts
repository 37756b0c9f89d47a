import type { EventPayload, EventType } from '@gotrs/contract/events'
import type { Db } from '@gotrs/db/client'
import type { Actor } from './actor.ts'
import type { Blobs } from './blobs.ts'
import type { Vault } from './vault.ts'

export type Door = 'web' | 'api'

/** What reading takes: a database, who asks, and when it is. */
export type Reader = { db: Db; actor: Actor; now: Date }

export type JobSpec = {
  task: string
  payload: Record<string, unknown>
  key?: string
  runAt?: Date
  maxAttempts?: number
}

/** The ticket that an event is about, and its version then. */
export type TicketRef = { ticketId: string; ticketVersion: number }

/** One transaction of the desk: who acts, when, why, and what happened. */
export type UnitOfWork = Reader & {
  /** The chain of what led here, nearest first; it stands on every event. */
  cause: readonly string[]
  blobs: Blobs
  vault: Vault
  baseUrl: string
  /** By which door a person came: what they write is marked with it. */
  door: Door
  newId(): string
  /** Records what happened. Written at the end of the transaction, with one job per reaction that comes after it. */
  emit<T extends EventType>(type: T, payload: EventPayload<T>, about?: TicketRef): string
  /** A job in the same transaction: it exists when and only when the change does. */
  enqueue(job: JobSpec): void
  /** Work that must not be undone by a rollback, such as ending sessions in Valkey. */
  afterCommit(work: () => Promise<void>): void
  /** The same transaction in the name of somebody else: of the agent whom a mail has been proven to come from. */
  as(actor: Actor): UnitOfWork
}
