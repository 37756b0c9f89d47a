import type { Filter } from '@gotrs/contract/filter/ast'
import { searchTermsOf } from '@gotrs/contract/filter/limits'
import { tickets } from '@gotrs/db/tables/tickets'
import { and, type SQL, sql } from 'drizzle-orm'
import { isStaffActor } from '../kernel/actor.ts'
import { ticketScope } from '../kernel/scopes.ts'
import type { Reader } from '../kernel/unit-of-work.ts'
import { compileFilter } from './compile-filter.ts'

/**
 * The tickets that the reader may read and that meet the filter. Where a customer searches, the scope comes first: `offset 0`
 * makes Postgres find their tickets by index before it looks at anything else, and the array keeps it from walking all
 * tickets in the order of the list. So a search costs what they may read, and not what the desk holds.
 */
export function withinScope(reader: Reader, filter: Filter): SQL {
  const scope = ticketScope(reader.actor, 'ticket.read')
  const condition = compileFilter(reader, filter)
  if (isStaffActor(reader.actor) || searchTermsOf(filter).length === 0) return and(scope, condition) ?? scope
  return sql`${tickets.id} = any(array(select "tickets"."id"
    from (select * from ${tickets} where ${scope} offset 0) as "tickets" where ${condition}))`
}
