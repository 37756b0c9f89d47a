import { organisations, users } from '@gotrs/db/tables/people'
import { tickets } from '@gotrs/db/tables/tickets'
import { eq, inArray, isNull, type SQL, sql } from 'drizzle-orm'
import { contains } from '../../kernel/like.ts'
import type { Reader } from '../../kernel/unit-of-work.ts'
import { asUuid } from './as-uuid.ts'

// The expression of users_search_idx.
const nameAndEmail = sql`(lower(${users.name}) || ' ' || lower(${users.email}::text))`

type PersonColumn = typeof tickets.assigneeId | typeof tickets.customerId

export function isPerson(reader: Reader, column: PersonColumn, wanted: string): SQL {
  if (wanted === 'none') return isNull(column)
  const known = wanted === 'me' ? (reader.actor.kind === 'user' ? reader.actor.id : null) : asUuid(wanted)
  if (wanted === 'me' || known) return known ? sql`coalesce(${eq(column, known)}, false)` : sql`false`
  const found = reader.db.select({ id: users.id }).from(users).where(contains(nameAndEmail, wanted))
  return sql`coalesce(${inArray(column, found)}, false)`
}

export function isOfOrganisation(reader: Reader, name: string): SQL {
  const named = reader.db
    .select({ id: organisations.id })
    .from(organisations)
    .where(contains(sql`lower(${organisations.name}::text)`, name))
  return sql`coalesce(${inArray(tickets.organisationId, named)}, false)`
}
