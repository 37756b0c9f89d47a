import { type EventPayload, type EventType, eventCatalogue } from '@gotrs/contract/events'
import type { LiveHint } from '@gotrs/contract/live'
import { type Db, dbOf } from '@gotrs/db/client'
import type pg from 'pg'
import { v7 } from 'uuid'
import { type Actor, systemActor } from './actor.ts'
import type { Blobs } from './blobs.ts'
import { boundedDb } from './bounded-db.ts'
import type { StoredEvent } from './events.ts'
import type { KernelParts } from './kernel.ts'
import { actingIn, openRecord, type PermissionRecord } from './permission-record.ts'
import type { DerivedWork, WithReaction } from './reaction.ts'
import type { Vault } from './vault.ts'
import { type EventRow, type PendingJob, writeOut } from './write-out.ts'

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

type Pending = {
  events: EventRow[]
  jobs: PendingJob[]
  after: (() => Promise<void>)[]
}

/** `flush`: lets the reactions run that belong to the transaction, then writes what happened. */
export type Opened = { uow: UnitOfWork; pending: Pending; record: PermissionRecord; flush(): Promise<LiveHint[]> }

export type Opening = { actor: Actor; now: Date; cause: readonly string[]; door: Door }

export function openUnitOfWork(parts: KernelParts, client: pg.PoolClient, opening: Opening): Opened {
  const { actor, now, cause, door } = opening
  const db = dbOf(client)
  const pending: Pending = { events: [], jobs: [], after: [] }
  const record = openRecord(actor)
  const newId = () => v7({ msecs: now.getTime(), seq: nextInOrder() })
  const note = (event: Omit<EventInput, 'id' | 'now'>): string => {
    const row = eventRow({ ...event, id: newId(), now })
    pending.events.push(row)
    for (const reaction of parts.reactions) {
      if (!reaction.after || !reaction.on.includes(event.type)) continue
      pending.jobs.push({ task: reaction.name, payload: { eventId: row.id }, reaction, eventType: event.type })
    }
    return row.id
  }
  const uowOf = (who: Actor): UnitOfWork => ({
    db,
    actor: actingIn(record, who),
    now,
    cause,
    blobs: parts.blobs,
    vault: parts.vault,
    baseUrl: parts.baseUrl,
    door,
    newId,
    emit: (type, payload, about) => note({ type, payload, about, actor: who, cause }),
    enqueue: job => pending.jobs.push(job),
    afterCommit: work => pending.after.push(work),
    as: uowOf,
  })
  const derivedWork = (reaction: WithReaction): DerivedWork => ({
    db: boundedDb(client, reaction),
    now,
    newId,
    emit: (because, type, payload, about) =>
      note({ type, payload, about, actor: systemActor('desk'), cause: causedBy(because) }),
  })
  const flush = async () => {
    await runWithReactions(parts, pending, derivedWork)
    return writeOut(db, pending, { isNotified: parts.bus.kind === 'postgres' })
  }
  return { uow: uowOf(actor), pending, record, flush }
}

/** The chain of what led to what follows from an event, nearest first. */
export const causedBy = ({ id, cause }: Pick<StoredEvent, 'id' | 'cause'>): string[] =>
  [`event:${id}`, ...cause].slice(0, 20)

/** Each of them once, so that a unit of work has an end: events that one emits reach those that are registered later. */
async function runWithReactions(
  { reactions }: KernelParts,
  pending: Pending,
  derivedWork: (reaction: WithReaction) => DerivedWork,
): Promise<void> {
  for (const reaction of reactions) {
    if (!reaction.with) continue
    const followed = pending.events.filter(event => reaction.on.includes(event.type as EventType))
    if (followed.length > 0) await reaction.with(derivedWork(reaction), followed as unknown as StoredEvent[])
  }
}

// Ids made in one millisecond keep the order in which they were made (RFC 9562, section 6.2).
let made = 0
const nextInOrder = () => {
  made = (made + 1) % 0x7fff_ffff
  return made
}

type EventInput = {
  type: EventType
  payload: unknown
  about: TicketRef | undefined
  id: string
  actor: Actor
  now: Date
  cause: readonly string[]
}

function eventRow({ type, payload, about, id, actor, now, cause }: EventInput): EventRow {
  const entry = eventCatalogue[type]
  return {
    id,
    type,
    audience: entry.audience,
    ticketId: about?.ticketId ?? null,
    ticketVersion: about?.ticketVersion ?? null,
    actorKind: actor.kind,
    actorId: actor.kind === 'user' ? actor.id : null,
    actorName: actor.kind === 'system' ? actor.name : null,
    via: actor.kind === 'user' ? (actor.via ?? null) : null,
    cause: [...cause],
    payload: entry.payload.parse(payload),
    createdAt: now,
  }
}
