import { DeskError } from '@gotrs/contract/errors'
import type { View } from '@gotrs/contract/views'
import type { Db } from '@gotrs/db/client'
import { users } from '@gotrs/db/tables/people'
import { views } from '@gotrs/db/tables/views'
import { and, asc, desc, eq, or, type SQL, sql } from 'drizzle-orm'
import { prepared } from '../kernel/prepared.ts'
import { requirePerson } from '../kernel/require-grant.ts'
import type { Reader } from '../kernel/unit-of-work.ts'

const maxShown = 100

/** One's own views and those that are shared, at most 100: the shared ones first. */
export async function listViews(reader: Reader): Promise<View[]> {
  const { id: actorId } = requirePerson(reader, 'view.use')
  return viewsOf(reader.db, { actorId })
}

/** @throws DeskError `not_found` */
export async function readView(reader: Reader, { viewId }: { viewId: string }): Promise<View> {
  const { id: actorId } = requirePerson(reader, 'view.use')
  const [view] = await viewOf(reader.db, { actorId, viewId })
  if (!view) throw new DeskError('not_found', { noun: 'view' })
  return view
}

const selectViews = (db: Db, which?: SQL) => {
  const isOwn = sql<boolean>`${views.ownerId} = ${sql.placeholder('actorId')}::uuid`
  return db
    .select({
      ...{ id: views.id, name: views.name, q: views.q, sort: views.sort, isShared: views.isShared, isOwn },
      ownerName: users.name,
    })
    .from(views)
    .innerJoin(users, eq(users.id, views.ownerId))
    .where(and(or(isOwn, eq(views.isShared, true)), which))
    .orderBy(desc(views.isShared), asc(views.name), asc(views.id))
    .limit(maxShown)
}

const viewsOf = prepared('views_of_person', db => selectViews(db))
const viewOf = prepared('view_of_person', db => selectViews(db, eq(views.id, sql.placeholder('viewId'))))
