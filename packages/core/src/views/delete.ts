import { DeskError } from '@gotrs/contract/errors'
import { views } from '@gotrs/db/tables/views'
import { and, eq, or } from 'drizzle-orm'
import { isGranted, requirePerson } from '../kernel/require-grant.ts'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'

/** Deletes one's own view; an admin also a shared one. @throws DeskError `not_found` */
export async function deleteView(uow: UnitOfWork, { viewId }: { viewId: string }): Promise<void> {
  const own = eq(views.ownerId, requirePerson(uow, 'view.manage').id)
  const mine = isGranted(uow, 'view.share') ? or(own, eq(views.isShared, true)) : own
  const deleted = await uow.db
    .delete(views)
    .where(and(eq(views.id, viewId), mine))
    .returning({ id: views.id, isShared: views.isShared })
  const [view] = deleted
  if (!view) throw new DeskError('not_found', { noun: 'view' })
  uow.emit('view.deleted', { viewId: view.id, isShared: view.isShared })
}
