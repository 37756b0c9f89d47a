import type { Condition, FieldName } from '@gotrs/contract/filter/fields'
import { tickets } from '@gotrs/db/tables/tickets'
import { eq, inArray, type SQL } from 'drizzle-orm'
import type { Reader } from '../../kernel/unit-of-work.ts'
import { isWithin } from './is-within.ts'
import { isOfOrganisation, isPerson } from './people.ts'
import { isInQueue, isTagged } from './place.ts'
import { isInState } from './state.ts'
import { hasText } from './text.ts'

type ToSql<C extends Condition> = (reader: Reader, condition: C) => SQL

/** Each field of the contract as SQL on `tickets`. A null is false: "not" of it has to be true. */
const fieldSql = {
  status: (_, condition) => inArray(tickets.status, condition.in),
  is: (reader, { state }) => isInState(reader, state),
  priority: (_, condition) => inArray(tickets.priority, condition.in),
  assignee: (reader, condition) => isPerson(reader, tickets.assigneeId, condition.is),
  customer: (reader, condition) => isPerson(reader, tickets.customerId, condition.is),
  organisation: (reader, condition) => isOfOrganisation(reader, condition.is),
  queue: (reader, condition) => isInQueue(reader, condition.is),
  tag: (reader, condition) => isTagged(reader, condition.is),
  number: (_, condition) => eq(tickets.number, condition.is),
  created: (reader, condition) => isWithin(reader, tickets.createdAt, condition),
  updated: (reader, condition) => isWithin(reader, tickets.updatedAt, condition),
  resolved: (reader, condition) => isWithin(reader, tickets.resolvedAt, condition),
  closed: (reader, condition) => isWithin(reader, tickets.closedAt, condition),
  waiting: (reader, condition) => isWithin(reader, tickets.waitingSince, condition),
  text: (reader, condition) => hasText(reader, condition.contains),
} as const satisfies { [Name in FieldName]: ToSql<Extract<Condition, { field: Name }>> }

export const sqlOf = (reader: Reader, condition: Condition): SQL =>
  (fieldSql[condition.field] as ToSql<Condition>)(reader, condition)
