import { isUuid } from '@gotrs/contract/ids'
import type { Db } from '@gotrs/db/client'
import { events } from '@gotrs/db/tables/events'
import { and, asc, eq, gte, ne, sql } from 'drizzle-orm'
import type { UserActor } from '../kernel/actor.ts'
import { type EventHint, mayGetHint, readHintFacts } from './audience.ts'

/** A client that was disconnected longer than this reads everything again. */
const maxMissed = 500
/** Events are committed slightly out of the order of their times: some are sent twice, which is harmless. */
const overlapSeconds = 10

/**
 * The events since an event that the reader had, as far as they may see them; null when that is unknown, because the
 * event does not exist or too many happened.
 */
export async function missedHints(db: Db, actor: UserActor, lastEventId: string): Promise<EventHint[] | null> {
  if (!isUuid(lastEventId)) return null
  const [last] = await db.select({ createdAt: events.createdAt }).from(events).where(eq(events.id, lastEventId))
  if (!last) return null
  const from = new Date(last.createdAt.getTime() - overlapSeconds * 1_000)
  const rows = await db
    .select({ type: sql<EventHint['type']>`${events.type}`, ticketId: events.ticketId, eventId: events.id })
    .from(events)
    .where(and(gte(events.createdAt, from), ne(events.id, lastEventId)))
    .orderBy(asc(events.createdAt), asc(events.id))
    .limit(maxMissed + 1)
  if (rows.length > maxMissed) return null
  const facts = await readHintFacts(db, rows)
  return rows.filter(hint => mayGetHint(actor, hint, facts.get(hint.eventId)))
}
