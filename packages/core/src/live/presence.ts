import { DeskError } from '@gotrs/contract/errors'
import { type Presence, presenceSeconds, type ReportPresenceInput } from '@gotrs/contract/presence'
import { users } from '@gotrs/db/tables/people'
import { ticketPresence } from '@gotrs/db/tables/presence'
import { tickets } from '@gotrs/db/tables/tickets'
import { and, desc, eq, ne, type SQL, sql } from 'drizzle-orm'
import type { ClockTask } from '../kernel/clock.ts'
import { requirePerson } from '../kernel/require-grant.ts'
import { ticketScope } from '../kernel/scopes.ts'
import type { Reader, UnitOfWork } from '../kernel/unit-of-work.ts'
import { refersTo } from '../tickets/load.ts'

const expiry = sql.raw(`interval '${presenceSeconds.expiry} seconds'`)
const isPresent = sql`${ticketPresence.seenAt} > now() - ${expiry}`
const maxListed = 500

type Found = { ticket_id: string; before: string | null }

/**
 * The actor views the ticket, writes in it, or has left. One statement, which locks no row but the actor's own. Others get
 * a hint only where the state differs from before. A report that is lost ends by itself.
 */
export async function reportPresence(uow: UnitOfWork, { ticketId, state }: ReportPresenceInput): Promise<void> {
  const { id: userId } = requirePerson(uow, 'ticket.readStaff')
  const change = state === 'gone' ? leave(userId) : enter(userId, state)
  const { rows } = await uow.db.execute<Found>(sql`
    with ticket as (select ${tickets.id} from ${tickets}
      where ${and(refersTo(ticketId), ticketScope(uow.actor, 'ticket.readStaff'))}),
    changed as (${change})
    select ticket.id as ticket_id, (select ${ticketPresence.state}::text from ${ticketPresence}
      where ${ticketPresence.ticketId} = ticket.id and ${ticketPresence.userId} = ${userId} and ${isPresent}) as before
    from ticket`)
  const [found] = rows
  if (!found) throw new DeskError('not_found', { noun: 'ticket' })
  if ((found.before ?? 'gone') !== state) uow.hintStaff('presence.changed', found.ticket_id)
}

const enter = (userId: string, state: string): SQL => sql`
  insert into ${ticketPresence} (ticket_id, user_id, state, seen_at)
  select ticket.id, ${userId}::uuid, ${state}::presence_state, now() from ticket
  on conflict (ticket_id, user_id) do update set state = excluded.state, seen_at = excluded.seen_at`

const leave = (userId: string): SQL => sql`
  delete from ${ticketPresence} using ticket
  where ${ticketPresence.ticketId} = ticket.id and ${ticketPresence.userId} = ${userId}`

/** Who else has a ticket open that the reader may read. */
export async function listPresence(reader: Reader): Promise<Presence[]> {
  const { id } = requirePerson(reader, 'ticket.readStaff')
  const rows = await reader.db
    .select({
      ticketId: ticketPresence.ticketId,
      person: { id: users.id, name: users.name },
      state: ticketPresence.state,
      endsInMs: sql<number>`ceil(extract(epoch from ${ticketPresence.seenAt} + ${expiry} - now()) * 1000)::integer`,
    })
    .from(ticketPresence)
    .innerJoin(tickets, eq(tickets.id, ticketPresence.ticketId))
    .innerJoin(users, and(eq(users.id, ticketPresence.userId), eq(users.isActive, true)))
    .where(and(isPresent, ne(ticketPresence.userId, id), ticketScope(reader.actor, 'ticket.readStaff')))
    .orderBy(desc(ticketPresence.seenAt))
    .limit(maxListed)
  return rows
}

const batchSize = 1_000

/** Those who left without a word. */
export const expirePresence: ClockTask = {
  name: 'live.expirePresence',
  cron: '*/10 * * * *',
  async batch({ db }) {
    const over = db.select({ row: sql`ctid` }).from(ticketPresence).where(sql`not ${isPresent}`).limit(batchSize)
    const deleted = await db.delete(ticketPresence).where(sql`ctid = any(array(${over})) and not ${isPresent}`)
    return deleted.rowCount ?? 0
  },
}
