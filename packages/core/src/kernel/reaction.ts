import type { EventPayload, EventType } from '@gotrs/contract/events'
import type { SQL } from 'drizzle-orm'
import type { StoredEvent } from './events.ts'
import type { TicketRef, UnitOfWork } from './unit-of-work.ts'

/** What follows an event: after its transaction, or with it. */
export type Reaction<T extends EventType = EventType> = AfterReaction<T> | WithReaction<T>

/**
 * Runs as a job of its own, in a transaction of its own, at least once: it reads the state as it is by then, and does
 * nothing the second time. For what takes time or may fail by itself: mail, webhooks, rules.
 */
export type AfterReaction<T extends EventType = EventType> = {
  name: string
  on: readonly T[]
  /** A condition in SQL on the event. The job is written only where it holds: without it there is no work. */
  isWanted?: (event: EventInSql) => SQL
  after(uow: UnitOfWork, event: StoredEvent<T>): Promise<void>
  with?: never
}

/** An event in a condition in SQL; `ticketId` is null where it is about no ticket. */
export type EventInSql = { type: SQL; ticketId: SQL }

/**
 * Runs before the commit, in the transaction of the events, once for all of them. For rows that are derived from what
 * happened: where it fails, nothing has happened. It sees the events of the reactions that are registered before it.
 */
export type WithReaction<T extends EventType = EventType> = {
  name: string
  on: readonly T[]
  /** At most this many in one unit of work, however many events it has. One more fails. */
  statements: number
  with(work: DerivedWork, events: readonly StoredEvent<T>[]): Promise<void>
  after?: never
}

/** SQL only: no files, no secrets, no jobs. */
export type DerivedWork = Pick<UnitOfWork, 'db' | 'now' | 'newId'> & {
  /** Records what follows from an event, in the name of the desk. */
  emit<T extends EventType>(because: StoredEvent, type: T, payload: EventPayload<T>, about?: TicketRef): string
  /** Sends a statement together with the commit, after all others: nobody waits for it alone. Its text is always the same. */
  sendLast(statement: SQL): void
}

/** Keeps the event types of `on` together with those of `after` or `with`. */
export const reaction = <T extends EventType, R extends Reaction<T>>(definition: R & { on: readonly T[] }): R =>
  definition
