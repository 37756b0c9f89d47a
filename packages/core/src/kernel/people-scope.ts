import { type Action, grantOf } from '@gotrs/contract/permissions'
import { queueMembers } from '@gotrs/db/tables/people'
import { type SQL, sql } from 'drizzle-orm'
import type { AnyPgColumn } from 'drizzle-orm/pg-core'

/** The tables of people and tickets, or aliases of them. */
type PersonColumns = Record<'id' | 'role' | 'isActive', AnyPgColumn>
type TicketColumns = Record<'queueId' | 'assigneeId', AnyPgColumn>

/**
 * Whether a person of the statement is active staff who may do `action` on a ticket of the statement. As `ticketScope`,
 * where the people are rows; agrees with `can`, by test.
 */
export const isStaffWhoMay = (action: Action, person: PersonColumns, ticket: TicketColumns): SQL =>
  sql`(${person.isActive} and case ${person.role} when 'admin' then ${reachOf('admin', action, person, ticket)}
    when 'agent' then ${reachOf('agent', action, person, ticket)} else false end)`

function reachOf(role: 'admin' | 'agent', action: Action, person: PersonColumns, ticket: TicketColumns): SQL {
  const isAssignee = sql`${ticket.assigneeId} is not distinct from ${person.id}`
  switch (grantOf(role, action)) {
    case 'any':
      return sql`true`
    case 'queue':
      return sql`(${isAssignee} or exists (select from ${queueMembers} member
        where member.user_id = ${person.id} and member.queue_id = ${ticket.queueId}))`
    case 'assigned':
      return isAssignee
    default:
      return sql`false`
  }
}
