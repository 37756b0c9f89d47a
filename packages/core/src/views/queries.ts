import { DeskError } from '@gotrs/contract/errors'
import type { View } from '@gotrs/contract/views'
import { byItsText } from '@gotrs/db/client'
import { views } from '@gotrs/db/tables/views'
import { and, asc, desc, eq, or, sql } from 'drizzle-orm'
import type { UserActor } from '../kernel/actor.ts'
import { requirePerson } from '../kernel/require-grant.ts'
import type { Reader } from '../kernel/unit-of-work.ts'

const maxShown = 100

/** One's own views and those that are shared, at most 100: the shared ones first. */
export async function listViews(reader: Reader): Promise<View[]> {
  return selectViews(reader, requirePerson(reader, 'view.use'))
}

/** @throws DeskError `not_found` */
export async function readView(reader: Reader, { viewId }: { viewId: string }): Promise<View> {
  const [view] = await selectViews(reader, requirePerson(reader, 'view.use'), viewId)
  if (!view) throw new DeskError('not_found', { noun: 'view' })
  return view
}

const selectViews = (reader: Reader, actor: UserActor, viewId?: string) =>
  reader.db
    .select({
      id: views.id,
      name: views.name,
      q: views.q,
      sort: views.sort,
      isShared: views.isShared,
      isOwn: sql<boolean>`${views.ownerId} = ${actor.id}`,
    })
    .from(views)
    .where(
      and(
        or(eq(views.ownerId, actor.id), eq(views.isShared, true)),
        viewId === undefined ? undefined : eq(views.id, viewId),
      ),
    )
    .orderBy(desc(views.isShared), asc(views.name), asc(views.id))
    .limit(maxShown)
    .prepare(byItsText)
    .execute()
