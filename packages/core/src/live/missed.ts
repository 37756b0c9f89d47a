import { isUuid } from '@gotrs/contract/ids'
import type { LiveHint } from '@gotrs/contract/live'
import type { Db } from '@gotrs/db/client'
import { events } from '@gotrs/db/tables/events'
import { and, asc, eq, gte, ne, sql } from 'drizzle-orm'
import type { UserActor } from '../kernel/actor.ts'
import { mayKnow, readHintFacts } from './audience.ts'

/** Whoever was away for more than this reads everything anew. */
const maxMissed = 500
/** Events are committed a little out of the order of their times: some are told twice, which is harmless. */
const overlapSeconds = 10

/**
 * What happened since an event that a reader had, as far as they may know of it; null where that cannot be told, because
 * the event is unknown or too much has happened.
 */
export async function missedHints(db: Db, actor: UserActor, lastEventId: string): Promise<LiveHint[] | null> {
  if (!isUuid(lastEventId)) return null
  const [last] = await db.select({ createdAt: events.createdAt }).from(events).where(eq(events.id, lastEventId))
  if (!last) return null
  const from = new Date(last.createdAt.getTime() - overlapSeconds * 1_000)
  const rows = await db
    .select({ type: sql<LiveHint['type']>`${events.type}`, ticketId: events.ticketId, eventId: events.id })
    .from(events)
    .where(and(gte(events.createdAt, from), ne(events.id, lastEventId)))
    .orderBy(asc(events.createdAt), asc(events.id))
    .limit(maxMissed + 1)
  if (rows.length > maxMissed) return null
  const facts = await readHintFacts(db, rows)
  return rows.filter(hint => mayKnow(actor, hint, facts.get(hint.eventId)))
}
