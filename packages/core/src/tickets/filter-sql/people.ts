import type { Condition } from '@gotrs/contract/filter/fields'
import { isUuid } from '@gotrs/contract/ids'
import { messageMentions, messages } from '@gotrs/db/tables/messages'
import { users } from '@gotrs/db/tables/people'
import { ticketFollowers, tickets } from '@gotrs/db/tables/tickets'
import { eq, isNull, type SQL, sql } from 'drizzle-orm'
import { isStaffActor } from '../../kernel/actor.ts'
import { contains } from '../../kernel/like.ts'
import type { Reader } from '../../kernel/unit-of-work.ts'
import { idArray, isOneOf } from './ids.ts'
import { idsOf, type Names, nameAndEmail } from './names.ts'

type PersonColumn = typeof tickets.assigneeId | typeof tickets.customerId

export function isPerson(reader: Reader, column: PersonColumn, wanted: string, names: Names): SQL {
  if (wanted === 'none') return isNull(column)
  if (wanted === 'me') return reader.actor.kind === 'user' ? eq(column, reader.actor.id) : sql`false`
  if (isUuid(wanted)) return eq(column, wanted)
  return isStaffActor(reader.actor)
    ? isOneOf(column, idsOf(names, { kind: 'person', text: wanted }))
    : isNamed(column, wanted)
}

type StaffCondition = Extract<Condition, { field: 'follower' | 'mentions' }>

/** Which staff are with which tickets: rows of `user_id` and `ticket_id`. */
export const withStaff = {
  follower: sql`${ticketFollowers}`,
  mentions: sql`(select mention.user_id, said.ticket_id from ${messageMentions} mention
    join ${messages} said on said.id = mention.message_id)`,
} as const satisfies Record<StaffCondition['field'], SQL>

export function isWithStaff(reader: Reader, { field, is }: StaffCondition, names: Names): SQL {
  if (is === 'none') return sql`not exists (select from ${withStaff[field]} its where its.ticket_id = ${tickets.id})`
  // The ids are read once for the whole statement, by the index of the person.
  return sql`${tickets.id} = any(array(select its.ticket_id from ${withStaff[field]} its
    where its.user_id = any(${idArray(staffOf(reader, is, names))})))`
}

function staffOf({ actor }: Reader, wanted: string, names: Names): readonly string[] {
  if (wanted === 'me') return actor.kind === 'user' ? [actor.id] : []
  return isUuid(wanted) ? [wanted] : idsOf(names, { kind: 'person', text: wanted })
}

/** For customers, who reach few tickets: only the people of those are looked at, and how many others match stays unsaid. */
const isNamed = (column: PersonColumn, text: string): SQL =>
  sql`(select ${contains(nameAndEmail, text)} from ${users} where ${users.id} = ${column})`

export const isOfOrganisation = (name: string, names: Names): SQL =>
  isOneOf(tickets.organisationId, idsOf(names, { kind: 'organisation', text: name }))
