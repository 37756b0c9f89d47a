import type { EventType } from '@gotrs/contract/events'
import type { StoredEvent } from './events.ts'
import type { UnitOfWork } from './unit-of-work.ts'

/**
 * What follows an event. Runs as a job of its own, in a transaction of its own, at least once: it reads the state as it
 * is by then, and does nothing the second time.
 */
export type Reaction<T extends EventType = EventType> = {
  name: string
  on: readonly T[]
  handle(uow: UnitOfWork, event: StoredEvent<T>): Promise<void>
}

/** Keeps the event types of `on` and `handle` together. */
export const reaction = <T extends EventType>(definition: Reaction<T>): Reaction => definition as unknown as Reaction
