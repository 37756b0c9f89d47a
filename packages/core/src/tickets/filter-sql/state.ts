import { type Content, columnsOf, type StateName, statusesOf } from '@gotrs/contract/filter/states'
import { tickets } from '@gotrs/db/tables/tickets'
import { and, type Column, inArray, isNotNull, isNull, type SQL, sql } from 'drizzle-orm'
import { isStaffActor } from '../../kernel/actor.ts'
import type { Reader } from '../../kernel/unit-of-work.ts'

export function isInState(reader: Reader, name: StateName): SQL {
  const statuses = statusesOf(name)
  const columns = isStaffActor(reader.actor) ? columnsOf(name) : []
  const conditions = [
    ...(statuses ? [inArray(tickets.status, [...statuses])] : []),
    ...columns.map(([column, content]) => holds[content](tickets[column])),
  ]
  return and(...conditions) ?? sql`false`
}

const holds: Record<Content, (column: Column) => SQL> = {
  something: isNotNull,
  nothing: isNull,
  // Without a parameter: the planner compares it with the condition of a partial index.
  'more than zero': column => sql`${column} > 0`,
}
