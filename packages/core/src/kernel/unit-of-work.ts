import type { EventPayload, EventType } from '@gotrs/contract/events'
import type { Db } from '@gotrs/db/client'
import type { Actor } from './actor.ts'
import type { Blobs } from './blobs.ts'
import type { LastChange } from './last-change.ts'
import type { NamedQuery } from './prepared.ts'
import type { Vault } from './vault.ts'

export type CallChannel = 'web' | 'api'

/** What a read needs: a database, the actor, and the time. */
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

/** One transaction of the desk: the actor, the time, the cause, and the events. */
export type UnitOfWork = Reader & {
  /** The chain of causes, nearest first; it is on every event. */
  cause: readonly string[]
  blobs: Blobs
  vault: Vault
  baseUrl: string
  /** The channel that a person uses: their messages are marked with it. */
  channel: CallChannel
  newId(): string
  /** Records an event. It is written at the end of the transaction, with one job for each reaction that runs after it. */
  emit<T extends EventType>(type: T, payload: EventPayload<T>, about?: TicketRef): string
  /** Sends a hint with the commit to the actor's own windows alone: about the ticket, or (null) about no ticket yet. */
  hintOwnWindows(type: 'draft.changed' | 'notice.changed', ticketId: string | null): void
  /** Sends a hint with the commit to all staff who may read the ticket. */
  hintStaff(type: 'presence.changed', ticketId: string): void
  /** Adds a job in the same transaction: it exists only if the transaction commits. */
  enqueue(job: JobSpec): void
  /**
   * For a statement that has been sent, and whose answer the work does not need: the work goes on, and the commit waits for it.
   * What is sent after it sees what it wrote. Where it fails, the unit of work fails with its error.
   */
  sendAhead(sent: Promise<unknown>): void
  /** Sends a statement together with the commit, after all others of the unit of work: nobody waits for it alone. */
  sendLast(query: NamedQuery): void
  /** Makes a change in the last statement, with the events: it costs no statement of its own, and no other one sees it. */
  changeLast(change: LastChange): void
  /**
   * Runs reactions that can join a transaction in this one, before its last statement. Only for work that is repeated without
   * this after it has failed.
   */
  joinReactions(): void
  /** Runs work that a rollback cannot undo, such as to revoke sessions in Valkey, only after the commit. */
  afterCommit(work: () => Promise<void>): void
  /** The same transaction as another actor: for instance the agent who is the proven author of a mail. */
  as(actor: Actor): UnitOfWork
  /** The same transaction for another cause: the causes of its events. */
  because(cause: readonly string[]): UnitOfWork
}
