import type { EventPayload, EventType } from '@gotrs/contract/events'
import type { SQL } from 'drizzle-orm'
import type { StoredEvent } from './events.ts'
import type { LastChange } from './last-change.ts'
import type { NamedQuery } from './prepared.ts'
import type { TicketRef, UnitOfWork } from './unit-of-work.ts'

/** What follows an event: after its transaction, or with it. */
export type Reaction<T extends EventType = EventType> = AfterReaction<T> | WithReaction<T>

/**
 * Runs at least once as a separate job, in a separate transaction: it reads the current state, and must do nothing the
 * second time. For work that takes time or can fail by itself: mail, webhooks, rules.
 */
export type AfterReaction<T extends EventType = EventType> = {
  name: string
  on: readonly T[]
  /** A condition in SQL on the event. The job is enqueued only when it is true. */
  isWanted?: (event: EventInSql) => SQL
  /** It finds out by itself whether the ticket is still there: the event comes with the job, and is not read again. */
  findsTicket?: boolean
  /**
   * Does the same in the transaction of its event, where that one offers it (`joinReactions`), which saves a job. A job does
   * it where this is false. What this throws rolls the transaction back, which is then repeated without this.
   */
  join?(uow: UnitOfWork, event: StoredEvent<T>): Promise<boolean>
  after(uow: UnitOfWork, event: StoredEvent<T>): Promise<void>
  with?: never
}

/** An event in a condition in SQL; `ticketId` is null where it is about no ticket. */
export type EventInSql = { id: SQL; type: SQL; ticketId: SQL }

/**
 * Runs once before the commit, in the transaction of the events, for all of them. For rows that are derived from the
 * change: an error rolls the change back. It gets the events of the reactions that are registered before it too.
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
  /** Emits an event that follows from another one, with the desk as its actor. */
  emit<T extends EventType>(because: StoredEvent, type: T, payload: EventPayload<T>, about?: TicketRef): string
  /** Sends a statement together with the commit, so it costs no round trip of its own. */
  sendLast(query: NamedQuery): void
  /** Makes a change in the last statement, with the events: it costs no statement of its own, and no other one sees it. */
  changeLast(change: LastChange): void
}

/** Keeps the event types of `on` together with those of `after` or `with`. */
export const reaction = <T extends EventType, R extends Reaction<T>>(definition: R & { on: readonly T[] }): R =>
  definition
