import { type EventType, eventCatalogue } from '@gotrs/contract/events'
import { dbOf } from '@gotrs/db/client'
import type pg from 'pg'
import { type Actor, type PermissionRecord, systemActor } from './actor.ts'
import { boundedDb } from './bounded-db.ts'
import type { StoredEvent } from './events.ts'
import type { ConditionalChange, LastChange } from './last-change.ts'
import type { LiveBus } from './live-bus.ts'
import { newIdAt } from './new-id.ts'
import { actingIn, openRecord } from './permission-record.ts'
import type { NamedQuery } from './prepared.ts'
import type { DerivedWork, Reaction, WithReaction } from './reaction.ts'
import type { CallChannel, TicketRef, UnitOfWork } from './unit-of-work.ts'
import { type EventRow, type PendingJob, type SentHint, writeOut } from './write-out.ts'

type Pending = {
  events: EventRow[]
  jobs: PendingJob[]
  /** Hints that belong to no event. */
  hints: SentHint[]
  after: (() => Promise<void>)[]
  /** Written together with the events. */
  changes: LastChange[]
  /** Run reactions that can join the transaction in place of their jobs? */
  joinsReactions: boolean
  /** Sent already, and not yet answered. */
  ahead: Promise<unknown>[]
  /** Sent together with the commit. */
  last: NamedQuery[]
}

export type Opened = {
  uow: UnitOfWork
  pending: Pending
  record: PermissionRecord
  /** Runs the reactions of the transaction, then adds the statement that writes changes, events, jobs and hints. */
  finish(condition?: ConditionalChange): Promise<SentHint[]>
}

/** The parts of the kernel that a unit of work uses. */
type Parts = Pick<UnitOfWork, 'blobs' | 'vault' | 'baseUrl'> & {
  reactions: readonly Reaction[]
  bus: Pick<LiveBus, 'kind'>
}

export type Opening = { actor: Actor; now: Date; cause: readonly string[]; channel: CallChannel }

export function openUnitOfWork(parts: Parts, client: pg.Pool | pg.PoolClient, opening: Opening): Opened {
  const { actor, now, cause, channel } = opening
  const db = dbOf(client)
  const pending: Pending = {
    events: [],
    jobs: [],
    hints: [],
    after: [],
    changes: [],
    joinsReactions: false,
    ahead: [],
    last: [],
  }
  const record = openRecord(actor)
  const newId = () => newIdAt(now)
  const note = (event: Omit<EventInput, 'id' | 'now'>): string =>
    keepEvent(parts.reactions, pending, eventRow({ ...event, id: newId(), now }))
  const uowOf = (who: Actor, why = cause): UnitOfWork => ({
    db,
    actor: actingIn(record, who),
    now,
    cause: why,
    blobs: parts.blobs,
    vault: parts.vault,
    baseUrl: parts.baseUrl,
    channel,
    newId,
    emit: (type, payload, about) => note({ type, payload, about, actor: who, cause: why }),
    hintOwnWindows: (type, ticketId) => {
      if (who.kind === 'user') pending.hints.push({ type, ticketId, eventId: null, onlyFor: who.id })
    },
    hintStaff: (type, ticketId) => pending.hints.push({ type, ticketId, eventId: null }),
    enqueue: job => pending.jobs.push(job),
    sendAhead: sent => void pending.ahead.push(awaitedLater(sent)),
    sendLast: query => pending.last.push(query),
    changeLast: change => pending.changes.push(change),
    joinReactions: () => {
      pending.joinsReactions = true
    },
    afterCommit: work => pending.after.push(work),
    as: actor => uowOf(actor, why),
    because: chain => uowOf(who, chain),
  })
  const derivedWork = (reaction: WithReaction): DerivedWork => {
    const bounded = boundedDb(client, reaction)
    return {
      db: bounded.db,
      now,
      newId,
      emit: (because, type, payload, about) =>
        note({ type, payload, about, actor: systemActor('desk'), cause: causedBy(because) }),
      sendLast: query => {
        bounded.count()
        pending.last.push(query)
      },
      changeLast: change => {
        bounded.count()
        pending.changes.push(change)
      },
    }
  }
  const finish = async (condition?: ConditionalChange) => {
    if (pending.joinsReactions) await join(pending, event => uowOf(systemActor('desk'), causedBy(event)))
    await runWithReactions(parts, pending, derivedWork)
    const { hints, statement } = writeOut(pending, { isNotified: parts.bus.kind === 'postgres', condition })
    if (statement) pending.last.push(statement)
    return hints
  }
  return { uow: uowOf(actor), pending, record, finish }
}

/** With a job for each reaction that runs after it. Returns its id. */
function keepEvent(reactions: readonly Reaction[], pending: Pending, event: EventRow & { id: string }): string {
  pending.events.push(event)
  for (const reaction of reactions) {
    if (!reaction.after || !reaction.on.includes(event.type as EventType)) continue
    const payload = { eventId: event.id, ...(reaction.findsTicket ? { event } : {}) }
    pending.jobs.push({ task: reaction.name, payload, reaction, event })
  }
  return event.id
}

function awaitedLater(sent: Promise<unknown>): Promise<unknown> {
  sent.catch(() => {})
  return sent
}

/**
 * Runs the reactions that can join the transaction, in place of their jobs. What one of them throws ends the transaction: it
 * may have written rows and events already, and its job would write them again.
 */
async function join(pending: Pending, uowFor: (event: StoredEvent) => UnitOfWork): Promise<void> {
  const run = async ({ reaction, event }: PendingJob): Promise<boolean> => {
    if (!reaction?.join || !event) return false
    const stored = event as StoredEvent
    return reaction.join(uowFor(stored), stored)
  }
  const jobs = pending.jobs.splice(0)
  for (const job of jobs) if (!(await run(job))) pending.jobs.push(job)
}

/** The chain of causes of everything that follows from an event, nearest first. */
export const causedBy = ({ id, cause }: Pick<StoredEvent, 'id' | 'cause'>): string[] =>
  [`event:${id}`, ...cause].slice(0, 20)

/** Runs each reaction once, so that a unit of work ends: later reactions get the events that earlier ones emit. */
async function runWithReactions(
  { reactions }: Pick<Parts, 'reactions'>,
  pending: Pending,
  derivedWork: (reaction: WithReaction) => DerivedWork,
): Promise<void> {
  for (const reaction of reactions) {
    if (!reaction.with) continue
    const matching = pending.events.filter(event => reaction.on.includes(event.type as EventType))
    if (matching.length > 0) await reaction.with(derivedWork(reaction), matching as unknown as StoredEvent[])
  }
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
