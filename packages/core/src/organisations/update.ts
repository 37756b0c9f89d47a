import { DeskError } from '@gotrs/contract/errors'
import type { UpdateOrganisationInput } from '@gotrs/contract/organisations'
import { organisations } from '@gotrs/db/tables/people'
import { eq } from 'drizzle-orm'
import { requireGrant } from '../kernel/require-grant.ts'
import { withUniqueName } from '../kernel/unique-name.ts'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import { setDomains } from './domains.ts'

/** Changes the fields that are given. `domains` are all of them; people who belong to it stay. @throws DeskError `not_found`, `already_exists`, `invalid_input` */
export async function updateOrganisation(
  uow: UnitOfWork,
  { organisationId, domains, ...given }: UpdateOrganisationInput,
): Promise<void> {
  requireGrant(uow, 'organisation.manage')
  const [before] = await uow.db.select().from(organisations).where(eq(organisations.id, organisationId)).for('update')
  if (!before) throw new DeskError('not_found', { noun: 'organisation' })
  const next = { name: given.name ?? before.name, isShared: given.isShared ?? before.isShared }
  await withUniqueName(uow.db.update(organisations).set(next).where(eq(organisations.id, organisationId)))
  if (domains !== undefined) await setDomains(uow, organisationId, domains)
  uow.emit('organisation.updated', { organisationId, isShared: next.isShared })
}
