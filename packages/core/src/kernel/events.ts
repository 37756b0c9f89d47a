import type { EventPayload, EventType } from '@gotrs/contract/events'

/** A row of the events table. */
export type StoredEvent<T extends EventType = EventType> = {
  [K in T]: {
    id: string
    type: K
    ticketId: string | null
    ticketVersion: number | null
    actorId: string | null
    cause: string[]
    payload: EventPayload<K>
    createdAt: Date
  }
}[T]
