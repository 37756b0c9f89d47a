import type { EventPayload, EventType, TimelineEvent } from '@gotrs/contract/events'

/** Names for the ids in payloads, as far as they are known on this page. */
export type Names = { person: (id: string) => string; queue: (id: string) => string }

export type Scene = { who: string; actorId: string | null; names: Names; details: TimelineEvent['details'] }

/** How the timeline tells of an event. */
export type Sentence<T extends EventType> = (payload: EventPayload<T>, scene: Scene) => string
export type Sentences = { [T in EventType]?: Sentence<T> }
