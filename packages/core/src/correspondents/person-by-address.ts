import type { Db } from '@gotrs/db/client'
import { userAddresses, users } from '@gotrs/db/tables/people'
import { eq, sql } from 'drizzle-orm'
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

const personWithAddress = prepared('person_by_address', db => {
  const address = sql.placeholder('address')
  const own = db.select({ id: users.id }).from(users).where(eq(users.email, address))
  const further = db.select({ id: userAddresses.userId }).from(userAddresses).where(eq(userAddresses.address, address))
  return db
    .select(knownPersonColumns)
    .from(users)
    .where(eq(users.id, sql`coalesce((${further}), (${own}))`))
})
