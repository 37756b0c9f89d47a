import { DeskError } from '@gotrs/contract/errors'
import { organisations } from '@gotrs/db/tables/people'
import { eq } from 'drizzle-orm'
import { requireGrant } from '../kernel/require-grant.ts'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'

/** Its people and tickets stay, and belong to no organisation. @throws DeskError `not_found` */
export async function deleteOrganisation(
  uow: UnitOfWork,
  { organisationId }: { organisationId: string },
): Promise<void> {
  requireGrant(uow, 'organisation.manage')
  const deleted = await uow.db.delete(organisations).where(eq(organisations.id, organisationId))
  if (!deleted.rowCount) throw new DeskError('not_found', { noun: 'organisation' })
  uow.emit('organisation.deleted', { organisationId })
}
