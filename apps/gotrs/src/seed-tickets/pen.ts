import { type EventPayload, type EventType, eventCatalogue } from '@gotrs/contract/events'
import type { Place, SharedBlobs } from './place.ts'
import type { Random } from './random.ts'
import type { RowOf, Rows } from './rows.ts'
import type { Writer } from './words/write-text.ts'

/** With what the rows of a seed are written, before there is anything to refer to. */
export type Tools = {
  rows: Rows
  random: Random
  writer: Writer
  newId(at: number): string
  /** The number of the next search row. */
  nextSearchRow(): number
  blobs: SharedBlobs
  baseUrl: string
  /** Signs the reply addresses of outgoing mail. */
  replyKey: Uint8Array
  /** What happens later has not happened yet. */
  endsAt: number
}

export type Pen = Tools & { place: Place }

export type Actor = { kind: 'user'; id: string } | { kind: 'system'; name: string }
export const system = (name: string): Actor => ({ kind: 'system', name })
export const person = ({ id }: { id: string }): Actor => ({ kind: 'user', id })

export type Happening<T extends EventType> = {
  type: T
  payload: EventPayload<T>
  actor: Actor
  cause?: string[]
  about?: Pick<RowOf<'tickets'>, 'id'> & { version: number }
}

/** Writes an event as the unit of work does. */
export function emit<T extends EventType>(
  pen: Tools,
  at: number,
  { type, payload, actor, cause, about }: Happening<T>,
): void {
  const row = {
    id: pen.newId(at),
    type,
    audience: eventCatalogue[type].audience,
    ticketId: about?.id ?? null,
    ticketVersion: about?.version ?? null,
    actorKind: actor.kind,
    actorId: actor.kind === 'user' ? actor.id : null,
    actorName: actor.kind === 'system' ? actor.name : null,
    cause: cause ?? [],
    payload,
    createdAt: new Date(at),
  }
  pen.rows.add('events', row, at)
}
