import { organisationDomains, users } from '@gotrs/db/tables/people'
import { eq, sql } from 'drizzle-orm'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import { type KnownPerson, knownPersonColumns, personByAddress } from './person-by-address.ts'
import { isPublicMailDomain } from './public-domains.ts'

export type FoundPerson = KnownPerson

/**
 * The person with this address; made known as a customer without a password, in the organisation of the address's
 * domain, when new. Two mails at once from one new address make one person.
 */
export async function findOrCreateCorrespondent(
  uow: UnitOfWork,
  who: { email: string; name: string },
): Promise<FoundPerson> {
  const known = await personByAddress(uow.db, who.email)
  if (known) return known
  const [made] = await uow.db
    .insert(users)
    .values({
      id: uow.newId(),
      name: nameOf(who),
      email: who.email,
      role: 'customer',
      organisationId: await organisationOf(uow, who.email),
      createdAt: uow.now,
    })
    .onConflictDoUpdate({ target: users.email, set: { name: sql`${users.name}` } })
    .returning(knownPersonColumns)
  if (!made) throw new Error('A person was neither found nor made')
  return made
}

/** The organisation that holds the domain of the address. No organisation holds one in which anybody has an address. */
export async function organisationOf({ db }: Pick<UnitOfWork, 'db'>, email: string): Promise<string | null> {
  const domain = email.slice(email.lastIndexOf('@') + 1).toLowerCase()
  if (isPublicMailDomain(domain)) return null
  const [found] = await db
    .select({ id: organisationDomains.organisationId })
    .from(organisationDomains)
    .where(eq(organisationDomains.domain, domain))
  return found?.id ?? null
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: taking them out is the point, they would reach headers
const unprintable = /[\u0000-\u001f\u007f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g

const nameOf = ({ name, email }: { email: string; name: string }) =>
  name.replace(unprintable, ' ').trim().slice(0, 120) || email.slice(0, email.lastIndexOf('@')).slice(0, 120) || email
