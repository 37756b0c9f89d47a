import { randomBytes } from 'node:crypto'
import { DeskError } from '@gotrs/contract/errors'
import type { EventList, ListEventsInput } from '@gotrs/contract/event-list'
import type { EventType } from '@gotrs/contract/events'
import { isUuid } from '@gotrs/contract/ids'
import { can } from '@gotrs/contract/permissions'
import { events } from '@gotrs/db/tables/events'
import { and, asc, eq, sql } from 'drizzle-orm'
import type { UserActor } from '../kernel/actor.ts'
import type { Place } from '../kernel/cursor.ts'
import { requirePerson } from '../kernel/require-grant.ts'
import type { Reader } from '../kernel/unit-of-work.ts'
import type { Vault } from '../kernel/vault.ts'
import { type EventHint, type HintFacts, mayKnow, readHintFacts } from './audience.ts'
import { openPlace, sealPlace } from './event-cursor.ts'
import { showEvents } from './show-events.ts'

/** How many events one call looks at, however few of them the caller may know of. */
export const maxScanned = 1_000
const firstPlace: Place = { value: '0', id: '00000000-0000-0000-0000-000000000000' }
/** After the ids of all events. Random, so that equal cursors of `now` do not reveal that no event was written between them. */
const lastId = () => `ffffffff-ffff-8fff-bfff-${randomBytes(6).toString('hex')}`

type Scanned = EventHint & { position: number }

/**
 * The events that somebody may know of, in the order of the transactions that wrote them. Transactions commit out of that
 * order, so the list ends before the oldest one that still runs: nothing is ever added before a place that was answered.
 * `nextAfter` is the last event that they may know of, so that the others change no answer. Where a call looks at
 * `maxScanned` events, it is the last of all of them, and `sealPlace` hides which.
 * @throws DeskError `invalid_cursor` for an event that is not there, or that they may not know of
 */
export async function listEvents(reader: Reader, vault: Vault, input: ListEventsInput): Promise<EventList> {
  const actor = requirePerson(reader, 'event.list')
  const from = await placeOf(reader, vault, input.after)
  const found = await scan(reader, from, input.ticket)
  const facts = await readHintFacts(reader.db, found)
  const known = found.filter(hint => mayKnow(actor, hint, facts.get(hint.eventId)))
  const wanted = known.filter(({ type }) => input.types?.includes(type) ?? true)
  const shown = wanted.slice(0, input.limit)
  const isCut = wanted.length > shown.length
  // For a ticket that they may not see, the existence of more events would reveal that it exists.
  const isFull =
    found.length === maxScanned &&
    (input.ticket === undefined || found.some(it => maySee(actor, facts.get(it.eventId))))
  const last = (isCut ? shown : isFull ? found : known).at(-1)
  return {
    items: await showEvents(
      { ...reader, actor },
      shown.map(({ eventId }) => eventId),
    ),
    nextAfter: sealPlace(vault, last ? { value: String(last.position), id: last.eventId } : from),
    hasMore: isCut || isFull,
  }
}

const maySee = (actor: UserActor, facts: HintFacts | undefined): boolean =>
  facts !== undefined && (can(actor, 'ticket.read', facts.now) || can(actor, 'ticket.read', facts.before))

/** Where the transactions begin that may still be running. */
const horizon = sql`event_position(pg_snapshot_xmin(pg_current_snapshot()))`

/** By the index of positions or that of the ticket, as many rows as are looked at and no more. */
const scan = ({ db }: Reader, from: Place, ticketId: string | undefined): Promise<Scanned[]> =>
  db
    .select({
      eventId: events.id,
      type: sql<EventType>`${events.type}`,
      ticketId: events.ticketId,
      position: events.position,
    })
    .from(events)
    .where(
      and(
        sql`(${events.position}, ${events.id}) > (${from.value}::bigint, ${from.id}::uuid)`,
        sql`${events.position} < ${horizon}`,
        ticketId === undefined ? undefined : eq(events.ticketId, ticketId),
      ),
    )
    .orderBy(asc(events.position), asc(events.id))
    .limit(maxScanned)

async function placeOf(reader: Reader, vault: Vault, after: string | undefined): Promise<Place> {
  if (after === undefined) return firstPlace
  if (after === 'now') return beforeHorizon(reader)
  if (isUuid(after)) return placeOfEvent(reader, after)
  return openPlace(vault, after)
}

async function beforeHorizon({ db }: Reader): Promise<Place> {
  const { rows } = await db.execute<{ position: string }>(sql`select (${horizon} - 1)::text as position`)
  return { value: String(rows[0]?.position), id: lastId() }
}

async function placeOfEvent(reader: Reader, eventId: string): Promise<Place> {
  const found = await reader.db
    .select({
      eventId: events.id,
      type: sql<EventType>`${events.type}`,
      ticketId: events.ticketId,
      position: events.position,
    })
    .from(events)
    .where(eq(events.id, eventId))
  const [known] = found
  const facts = await readHintFacts(reader.db, found)
  if (!known || !mayKnow(requirePerson(reader, 'event.list'), known, facts.get(known.eventId)))
    throw new DeskError('invalid_cursor')
  return { value: String(known.position), id: known.eventId }
}
