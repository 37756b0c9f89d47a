import type { EventPayload, EventType, TimelineEvent } from '@gotrs/contract/events'

export type Scene = { who: string; actorId: string | null; details: TimelineEvent['details'] }

/** The sentence of an event in the timeline. */
export type Sentence<T extends EventType> = (payload: EventPayload<T>, scene: Scene) => string
export type Sentences = { [T in EventType]?: Sentence<T> }
