import { DeskError } from '@gotrs/contract/errors'
import { parseFilter } from '@gotrs/contract/filter/parse'
import type { createViewInput, View } from '@gotrs/contract/views'
import { views } from '@gotrs/db/tables/views'
import { count, eq } from 'drizzle-orm'
import type { z } from 'zod'
import { requireGrant, requirePerson } from '../kernel/require-grant.ts'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'

// The sidebar counts each of them.
const maxOwnViews = 50

/** Stores a search under a name. @throws DeskError `invalid_filter`, `forbidden` (sharing is for admins) */
export async function createView(uow: UnitOfWork, input: z.output<typeof createViewInput>): Promise<View> {
  const { id: ownerId, name: ownerName } = requirePerson(uow, 'view.manage')
  if (input.isShared) requireGrant(uow, 'view.share')
  parseFilter(input.q)
  const [own] = await uow.db.select({ count: count() }).from(views).where(eq(views.ownerId, ownerId))
  if ((own?.count ?? 0) >= maxOwnViews)
    throw new DeskError('invalid_input', {
      issues: [{ path: 'name', message: `you have ${maxOwnViews} views, the maximum. Delete one first` }],
    })
  const id = uow.newId()
  await uow.db.insert(views).values({ ...input, id, ownerId, createdAt: uow.now })
  uow.emit('view.created', { viewId: id, isShared: input.isShared })
  return { id, ...input, isOwn: true, ownerName }
}
