import { staffFacts } from '@gotrs/contract/event-facts'
import { grantOf } from '@gotrs/contract/permissions'
import { tickets } from '@gotrs/db/tables/tickets'
import { sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { ticketScope } from '../kernel/scopes.ts'
import type { Reader } from '../kernel/unit-of-work.ts'

const other = alias(tickets, 'other')

const ofStaff = sql.raw(`array[${staffFacts.map(fact => `'${fact}'`).join(', ')}]`)

/**
 * The payload of the event `e`, without the id and number of another ticket that the reader may not see, and without what
 * only staff may know. `scope`: how the statement has the scope of the reader.
 */
export function payloadFor({ actor }: Reader, scope: typeof ticketScope = ticketScope) {
  if (actor.kind === 'system' || grantOf(actor.role, 'ticket.read') === 'any') return sql`e.payload`
  const shown = actor.role === 'customer' ? sql`e.payload - ${ofStaff}` : sql`e.payload`
  return sql`${shown} - array(select unnest(array[named.ticket, named.number])
    from (values ('linkedTicketId', 'linkedNumber'), ('fromTicketId', 'fromNumber'), ('toTicketId', 'toNumber')) named (ticket, number)
    where e.payload ? named.ticket and not exists (select 1 from ${tickets} other
      where other.id = (e.payload ->> named.ticket)::uuid and ${scope(actor, 'ticket.read', other)}))`
}
