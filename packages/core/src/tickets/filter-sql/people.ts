import { isUuid } from '@gotrs/contract/ids'
import { users } from '@gotrs/db/tables/people'
import { tickets } from '@gotrs/db/tables/tickets'
import { eq, isNull, type SQL, sql } from 'drizzle-orm'
import { isStaffActor } from '../../kernel/actor.ts'
import { contains } from '../../kernel/like.ts'
import type { Reader } from '../../kernel/unit-of-work.ts'
import { isOneOf } from './ids.ts'
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

/** For customers, who reach few tickets: only the people of those are looked at, and how many others match stays unsaid. */
const isNamed = (column: PersonColumn, text: string): SQL =>
  sql`(select ${contains(nameAndEmail, text)} from ${users} where ${users.id} = ${column})`

export const isOfOrganisation = (name: string, names: Names): SQL =>
  isOneOf(tickets.organisationId, idsOf(names, { kind: 'organisation', text: name }))
