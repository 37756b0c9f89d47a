import { type Content, columnsOf, type StateName, statusesOf } from '@gotrs/contract/filter/states'
import { ticketStatuses } from '@gotrs/contract/ticket-status'
import { tickets } from '@gotrs/db/tables/tickets'
import { and, type Column, isNotNull, isNull, type SQL, sql } from 'drizzle-orm'
import { isStaffActor } from '../../kernel/actor.ts'
import type { Reader } from '../../kernel/unit-of-work.ts'
import { literals } from './ids.ts'

/** Without parameters: the planner compares it with the conditions of partial indexes. */
export function isInState(reader: Reader, name: StateName): SQL {
  const statuses = statusesOf(name)
  const columns = isStaffActor(reader.actor) ? columnsOf(name) : []
  const conditions = [
    ...(statuses ? [sql`${tickets.status} in (${literals(ticketStatuses, statuses)})`] : []),
    ...columns.map(([column, content]) => holds[content](tickets[column])),
  ]
  return and(...conditions) ?? sql`false`
}

const holds: Record<Content, (column: Column) => SQL> = {
  something: isNotNull,
  nothing: isNull,
  'more than zero': column => sql`${column} > 0`,
}
