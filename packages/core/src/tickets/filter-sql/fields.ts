import type { Condition, FieldName } from '@gotrs/contract/filter/fields'
import type { StateName } from '@gotrs/contract/filter/fields/is'
import { tickets } from '@gotrs/db/tables/tickets'
import { eq, inArray, isNotNull, type SQL, sql } from 'drizzle-orm'
import { isStaffActor } from '../../kernel/actor.ts'
import type { Reader } from '../../kernel/unit-of-work.ts'
import { isWithin } from './is-within.ts'
import { isOfOrganisation, isPerson } from './people.ts'
import { isInQueue, isTagged } from './place.ts'
import { hasText } from './text.ts'

type ToSql<C extends Condition> = (reader: Reader, condition: C) => SQL

/** Each field of the contract as SQL on `tickets`. A null is false: "not" of it has to be true. */
const fieldSql = {
  status: (_, condition) => inArray(tickets.status, condition.in),
  is: (reader, { state }) => stateSql[state](reader),
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

const isNewOrOpen = inArray(tickets.status, ['new', 'open'])

const stateSql = {
  // Whether a ticket is snoozed is for staff alone.
  open: reader =>
    isStaffActor(reader.actor) ? sql`(${isNewOrOpen} and ${tickets.snoozedUntil} is null)` : isNewOrOpen,
  done: () => inArray(tickets.status, ['resolved', 'closed']),
  snoozed: () => isNotNull(tickets.snoozedUntil),
  // Without a parameter: the planner compares it with the condition of a partial index.
  held: () => sql`${tickets.heldCount} > 0`,
} as const satisfies Record<StateName, (reader: Reader) => SQL>

export const sqlOf = (reader: Reader, condition: Condition): SQL =>
  (fieldSql[condition.field] as ToSql<Condition>)(reader, condition)
