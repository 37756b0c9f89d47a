import { byItsText, type Db } from '@gotrs/db/client'
import { organisationDomains, users } from '@gotrs/db/tables/people'
import { eq, sql } from 'drizzle-orm'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import { type KnownPerson, knownPersonColumns, personByAddress } from './person-by-address.ts'
import { isPublicMailDomain } from './public-domains.ts'

export type FoundPerson = KnownPerson

/**
 * The person with this address. A new address becomes a customer without a password, in the organisation of its domain.
 */
export const findOrCreateCorrespondent = async (uow: UnitOfWork, who: Correspondent): Promise<FoundPerson> =>
  (await personByAddress(uow.db, who.email)) ?? createCorrespondent(uow, who)

type Correspondent = { email: string; name: string }

/** The same for an address that nobody had a moment ago. Two mails at once from one new address create one person. */
export async function createCorrespondent(uow: UnitOfWork, who: Correspondent): Promise<FoundPerson> {
  const [created] = await uow.db
    .insert(users)
    .values({
      id: uow.newId(),
      name: nameOf(who),
      email: who.email,
      role: 'customer',
      organisationId: organisationInSql(uow, who.email),
      createdAt: uow.now,
    })
    .onConflictDoUpdate({ target: users.email, set: { name: sql`${users.name}` } })
    .returning(knownPersonColumns)
    .prepare(byItsText)
    .execute()
  if (!created) throw new Error('A person was neither found nor created.')
  return created
}

/** The organisation that holds the domain of the address. No organisation holds one in which anybody has an address. */
export async function organisationOf({ db }: Pick<UnitOfWork, 'db'>, email: string): Promise<string | null> {
  if (isPublicMailDomain(domainOf(email))) return null
  const [found] = await organisationWith(db, email)
  return found?.id ?? null
}

const organisationInSql = ({ db }: Pick<UnitOfWork, 'db'>, email: string) =>
  isPublicMailDomain(domainOf(email)) ? null : sql`(${organisationWith(db, email)})`

const organisationWith = (db: Db, email: string) =>
  db
    .select({ id: organisationDomains.organisationId })
    .from(organisationDomains)
    .where(eq(organisationDomains.domain, domainOf(email)))

const domainOf = (email: string) => email.slice(email.lastIndexOf('@') + 1).toLowerCase()

// biome-ignore lint/suspicious/noControlCharactersInRegex: taking them out is the point, they would reach headers
const unprintable = /[\u0000-\u001f\u007f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g

const nameOf = ({ name, email }: { email: string; name: string }) =>
  name.replace(unprintable, ' ').trim().slice(0, 120) || email.slice(0, email.lastIndexOf('@')).slice(0, 120) || email
