import { type EventPayload, type EventType, eventCatalogue } from '@gotrs/contract/events'
import type { LiveHint } from '@gotrs/contract/live'
import type { Db } from '@gotrs/db/client'
import { events } from '@gotrs/db/tables/events'
import { webhooks } from '@gotrs/db/tables/webhooks'
import { getTableColumns, sql } from 'drizzle-orm'
import { v7 } from 'uuid'
import type { Actor } from './actor.ts'
import type { Blobs } from './blobs.ts'
import { webhookReaction } from './events.ts'
import { actingIn, openRecord, type PermissionRecord } from './permission-record.ts'
import type { Vault } from './vault.ts'

export type Door = 'web' | 'api'

/** What reading takes: a database, who asks, and when it is. */
export type Reader = { db: Db; actor: Actor; now: Date }

export type JobSpec = {
  task: string
  payload: Record<string, unknown>
  key?: string
  runAt?: Date
  maxAttempts?: number
  /** Made only where an active webhook wants to hear of this event type: without webhooks there is no work. */
  wantedFor?: EventType
}

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
  /** Records what happened. Written at the end of the transaction, with one job per reaction that follows it. */
  emit<T extends EventType>(
    type: T,
    payload: EventPayload<T>,
    about?: { ticketId: string; ticketVersion: number },
  ): string
  /** A job in the same transaction: it exists when and only when the change does. */
  enqueue(job: JobSpec): void
  /** Work that must not be undone by a rollback, such as ending sessions in Valkey. */
  afterCommit(work: () => Promise<void>): void
  /** The same transaction in the name of somebody else: of the agent whom a mail has been proven to come from. */
  as(actor: Actor): UnitOfWork
}

type Pending = {
  events: (typeof events.$inferInsert)[]
  jobs: JobSpec[]
  after: (() => Promise<void>)[]
}

export type Opened = { uow: UnitOfWork; pending: Pending; record: PermissionRecord; flush(): Promise<LiveHint[]> }

export type Surroundings = {
  blobs: Blobs
  vault: Vault
  baseUrl: string
  /** The reactions that follow an event type, by name. */
  reactionsOn(type: EventType): readonly string[]
  /** With Postgres as the live bus, hints leave with the commit; with Valkey, after it. */
  hintsLeaveWithCommit: boolean
}

export const liveChannel = 'gotrs_live'

export function openUnitOfWork(
  db: Db,
  actor: Actor,
  now: Date,
  cause: readonly string[],
  around: Surroundings,
  door: Door = 'web',
): Opened {
  const pending: Pending = { events: [], jobs: [], after: [] }
  const record = openRecord(actor)
  const newId = () => v7({ msecs: now.getTime(), seq: nextInOrder() })
  const uowOf = (who: Actor): UnitOfWork => ({
    db,
    actor: actingIn(record, who),
    now,
    cause,
    blobs: around.blobs,
    vault: around.vault,
    baseUrl: around.baseUrl,
    door,
    newId,
    emit(type, payload, about) {
      const row = eventRow({ type, payload, about, id: newId(), actor: who, now, cause })
      pending.events.push(row)
      for (const name of around.reactionsOn(type)) {
        const wanted = name === webhookReaction ? { wantedFor: type } : {}
        pending.jobs.push({ task: name, payload: { eventId: row.id }, ...wanted })
      }
      return row.id
    },
    enqueue: job => pending.jobs.push(job),
    afterCommit: work => pending.after.push(work),
    as: uowOf,
  })
  return { uow: uowOf(actor), pending, record, flush: () => flush(db, pending, around) }
}

// Ids made in one millisecond keep the order in which they were made (RFC 9562, section 6.2).
let made = 0
const nextInOrder = () => {
  made = (made + 1) % 0x7fff_ffff
  return made
}

type EventRowInput<T extends EventType> = {
  type: T
  payload: EventPayload<T>
  about: { ticketId: string; ticketVersion: number } | undefined
  id: string
  actor: Actor
  now: Date
  cause: readonly string[]
}

function eventRow<T extends EventType>({ type, payload, about, id, actor, now, cause }: EventRowInput<T>) {
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

// NOTIFY takes 8,000 bytes at the most.
const hintsPerNotice = 40

async function flush(db: Db, pending: Pending, around: Surroundings): Promise<LiveHint[]> {
  const hints = pending.events.map(
    row => ({ type: row.type, ticketId: row.ticketId ?? null, eventId: row.id }) as LiveHint,
  )
  const notices: string[] = []
  if (around.hintsLeaveWithCommit) {
    for (let at = 0; at < hints.length; at += hintsPerNotice) {
      notices.push(JSON.stringify({ hints: hints.slice(at, at + hintsPerNotice) }))
    }
  }
  if (pending.jobs.length > 0 || pending.events.length > 0) await writeOut(db, pending, notices)
  return hints
}

/** Events, jobs and hints in one statement. */
async function writeOut(db: Db, { events: rows, jobs }: Pending, notices: string[]): Promise<void> {
  const specs = jobs.map(job => ({
    identifier: job.task,
    payload: job.payload,
    job_key: job.key ?? null,
    run_at: job.runAt?.toISOString() ?? null,
    max_attempts: job.maxAttempts ?? 12,
    wanted_for: job.wantedFor ?? null,
  }))
  await db.execute(sql`
    with recorded as (
      insert into ${events} select * from jsonb_populate_recordset(null::${events}, ${JSON.stringify(rows.map(toColumns))}::jsonb)
    )
    select (
      select count(graphile_worker.add_job(
        identifier => spec.identifier, payload => spec.payload, job_key => spec.job_key,
        run_at => spec.run_at, max_attempts => spec.max_attempts))
      from json_to_recordset(${JSON.stringify(specs)}::json)
        as spec(identifier text, payload json, job_key text, run_at timestamptz, max_attempts integer, wanted_for text)
      where spec.wanted_for is null
        or exists (select from ${webhooks} hook where hook.is_active and hook.event_types @> array[spec.wanted_for])
    ), (select count(pg_notify(${liveChannel}, notice)) from json_array_elements_text(${JSON.stringify(notices)}::json) as notice)`)
}

const columnNames = Object.entries(getTableColumns(events)).map(([key, column]) => [key, column.name] as const)

const toColumns = (row: Record<string, unknown>) =>
  Object.fromEntries(columnNames.map(([key, name]) => [name, row[key]]))
