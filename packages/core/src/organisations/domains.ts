import { DeskError } from '@gotrs/contract/errors'
import { organisationDomains } from '@gotrs/db/tables/people'
import { and, eq, inArray, ne } from 'drizzle-orm'
import { isPublicMailDomain } from '../correspondents/public-domains.ts'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'

/** Exactly these domains. @throws DeskError `invalid_input` for one that anybody can have, `already_exists` for another organisation's */
export async function setDomains(uow: UnitOfWork, organisationId: string, given: readonly string[]): Promise<void> {
  const domains = [...new Set(given)]
  const open = domains.find(isPublicMailDomain)
  if (open !== undefined)
    throw refusal(`${open} is a mail service that anybody can use: its people share no organisation`)
  await uow.db.delete(organisationDomains).where(eq(organisationDomains.organisationId, organisationId))
  if (domains.length === 0) return
  const made = await uow.db
    .insert(organisationDomains)
    .values(domains.map(domain => ({ domain, organisationId })))
    .onConflictDoNothing()
    .returning({ domain: organisationDomains.domain })
  if (made.length === domains.length) return
  const [taken] = await uow.db
    .select({ domain: organisationDomains.domain })
    .from(organisationDomains)
    .where(and(inArray(organisationDomains.domain, domains), ne(organisationDomains.organisationId, organisationId)))
  const message = `${taken?.domain} belongs to another organisation: remove it there first`
  throw new DeskError('already_exists', { field: 'domains', issues: [{ path: 'domains', message }] })
}

const refusal = (message: string) => new DeskError('invalid_input', { issues: [{ path: 'domains', message }] })
