import { DeskError } from '@gotrs/contract/errors'
import type { CreateOrganisationInput } from '@gotrs/contract/organisations'
import { organisations } from '@gotrs/db/tables/people'
import { requireGrant } from '../kernel/require-grant.ts'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import { setDomains } from './domains.ts'

/** A new organisation. Nobody belongs to it yet: who first writes from one of its domains will. @throws DeskError `already_exists`, `invalid_input` */
export async function createOrganisation(
  uow: UnitOfWork,
  { name, domains = [], isShared = false }: CreateOrganisationInput,
): Promise<{ organisationId: string }> {
  requireGrant(uow, 'organisation.manage')
  const [made] = await uow.db
    .insert(organisations)
    .values({ id: uow.newId(), name, isShared, createdAt: uow.now })
    .onConflictDoNothing({ target: organisations.name })
    .returning({ id: organisations.id })
  if (!made) throw new DeskError('already_exists', { field: 'name' })
  await setDomains(uow, made.id, domains)
  uow.emit('organisation.created', { organisationId: made.id, isShared })
  return { organisationId: made.id }
}
