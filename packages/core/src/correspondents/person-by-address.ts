import type { Db } from '@gotrs/db/client'
import { userAddresses, users } from '@gotrs/db/tables/people'
import { eq, type SQL, sql } from 'drizzle-orm'
import { prepared } from '../kernel/prepared.ts'

export type KnownPerson = Pick<
  typeof users.$inferSelect,
  'id' | 'name' | 'email' | 'role' | 'organisationId' | 'isActive'
>

export const knownPersonColumns = {
  id: users.id,
  name: users.name,
  email: users.email,
  role: users.role,
  organisationId: users.organisationId,
  isActive: users.isActive,
}

/** The person whose mail comes from this address: whose further address it is, or else the account that has it. Null for nobody. */
export async function personByAddress(db: Db, address: string): Promise<KnownPerson | null> {
  const [known] = await personWithAddress(db, { address })
  return known ?? null
}

const idOf = (address: SQL) => sql`coalesce(
  (select further.user_id from ${userAddresses} further where further.address = ${address}),
  (select own.id from ${users} own where own.email = ${address}))`

const personWithAddress = prepared('person_by_address', db =>
  db
    .select(knownPersonColumns)
    .from(users)
    .where(eq(users.id, idOf(sql`${sql.placeholder('address')}::citext`))),
)

/** The same, for a statement that reads other things as well. */
export const personInSql = (address: SQL) => sql<KnownPerson | null>`(
  select json_build_object('id', person.id, 'name', person.name, 'email', person.email, 'role', person.role,
    'organisationId', person.organisation_id, 'isActive', person.is_active)
  from ${users} person where person.id = ${idOf(address)})`
