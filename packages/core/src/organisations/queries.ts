import { DeskError } from '@gotrs/contract/errors'
import type { Organisation } from '@gotrs/contract/organisations'
import { organisationDomains, organisations } from '@gotrs/db/tables/people'
import { asc, eq, sql } from 'drizzle-orm'
import { requireGrant } from '../kernel/require-grant.ts'
import type { Reader } from '../kernel/unit-of-work.ts'

/** All organisations by name, at most 500. */
export async function listOrganisations(reader: Reader): Promise<Organisation[]> {
  requireGrant(reader, 'organisation.list')
  return selectOrganisations(reader).orderBy(asc(organisations.name)).limit(500)
}

/** @throws DeskError `not_found` */
export async function readOrganisation(
  reader: Reader,
  { organisationId }: { organisationId: string },
): Promise<Organisation> {
  requireGrant(reader, 'organisation.list')
  const [found] = await selectOrganisations(reader).where(eq(organisations.id, organisationId))
  if (!found) throw new DeskError('not_found', { noun: 'organisation' })
  return found
}

const selectOrganisations = (reader: Reader) =>
  reader.db
    .select({
      id: organisations.id,
      name: sql<string>`${organisations.name}::text`,
      domains: sql<string[]>`array(select ${organisationDomains.domain}::text from ${organisationDomains}
        where ${organisationDomains.organisationId} = ${organisations.id} order by 1)`,
      isShared: organisations.isShared,
    })
    .from(organisations)
