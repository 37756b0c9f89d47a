import type { Condition, FieldName } from '@gotrs/contract/filter/fields'
import { ticketStatuses } from '@gotrs/contract/ticket-status'
import { ticketPriorities } from '@gotrs/contract/tickets'
import { tickets } from '@gotrs/db/tables/tickets'
import { eq, type SQL, sql } from 'drizzle-orm'
import type { Reader } from '../../kernel/unit-of-work.ts'
import { literals } from './ids.ts'
import { isWithin } from './is-within.ts'
import type { Names } from './names.ts'
import { isOfOrganisation, isPerson, isWithStaff } from './people.ts'
import { isInQueue, isTagged } from './place.ts'
import { isInState } from './state.ts'
import { hasText } from './text.ts'

type ToSql<C extends Condition> = (reader: Reader, condition: C, names: Names) => SQL

/** Each field of the contract as SQL on `tickets`. Null means false. */
const fieldSql = {
  status: (_, condition) => sql`${tickets.status} in (${literals(ticketStatuses, condition.in)})`,
  is: (reader, { state }) => isInState(reader, state),
  priority: (_, condition) => sql`${tickets.priority} in (${literals(ticketPriorities, condition.in)})`,
  assignee: (reader, condition, names) => isPerson(reader, tickets.assigneeId, condition.is, names),
  follower: isWithStaff,
  mentions: isWithStaff,
  customer: (reader, condition, names) => isPerson(reader, tickets.customerId, condition.is, names),
  organisation: (_, condition, names) => isOfOrganisation(condition.is, names),
  queue: (_, condition, names) => isInQueue(condition.is, names),
  tag: (_, condition, names) => isTagged(condition.is, names),
  number: (_, condition) => eq(tickets.number, condition.is),
  created: (reader, condition) => isWithin(reader, tickets.createdAt, condition),
  updated: (reader, condition) => isWithin(reader, tickets.updatedAt, condition),
  resolved: (reader, condition) => isWithin(reader, tickets.resolvedAt, condition),
  closed: (reader, condition) => isWithin(reader, tickets.closedAt, condition),
  waiting: (reader, condition) => isWithin(reader, tickets.waitingSince, condition),
  text: (reader, condition) => hasText(reader, condition),
} as const satisfies { [Name in FieldName]: ToSql<Extract<Condition, { field: Name }>> }

export const sqlOf = (reader: Reader, condition: Condition, names: Names): SQL =>
  (fieldSql[condition.field] as ToSql<Condition>)(reader, condition, names)
