import { DeskError } from '@gotrs/contract/errors'
import { parseFilter } from '@gotrs/contract/filter/parse'
import type { UpdateViewInput } from '@gotrs/contract/views'
import { views } from '@gotrs/db/tables/views'
import { and, eq, or } from 'drizzle-orm'
import { isGranted, requireGrant, requirePerson } from '../kernel/require-grant.ts'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'

/**
 * Changes the fields that are given, of one's own view; an admin also of a shared one.
 * @throws DeskError `not_found`, `invalid_filter`, `forbidden` (sharing is for admins)
 */
export async function updateView(uow: UnitOfWork, { viewId, ...given }: UpdateViewInput): Promise<void> {
  const own = eq(views.ownerId, requirePerson(uow, 'view.manage').id)
  const mine = isGranted(uow, 'view.share') ? or(own, eq(views.isShared, true)) : own
  const [before] = await uow.db
    .select()
    .from(views)
    .where(and(eq(views.id, viewId), mine))
    .for('update')
  if (!before) throw new DeskError('not_found', { noun: 'view' })
  if (given.q !== undefined) parseFilter(given.q)
  const { name = before.name, q = before.q, sort = before.sort, isShared = before.isShared } = given
  // Also one that is shared already: its owner may be an admin no longer.
  if (isShared) requireGrant(uow, 'view.share')
  await uow.db.update(views).set({ name, q, sort, isShared }).where(eq(views.id, viewId))
  uow.emit('view.updated', { viewId, isShared })
}
