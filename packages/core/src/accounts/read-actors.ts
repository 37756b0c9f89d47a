import type { Role } from '@gotrs/contract/roles'
import type { Db } from '@gotrs/db/client'
import { organisations, queueMembers, users } from '@gotrs/db/tables/people'
import { and, eq, inArray, sql } from 'drizzle-orm'
import type { UserActor } from '../kernel/actor.ts'

/** The columns of a `UserActor`, from users left-joined with their organisation. */
export const actorColumns = {
  id: users.id,
  role: users.role,
  name: users.name,
  email: users.email,
  organisationId: users.organisationId,
  sharedOrganisationId: sql<string | null>`case when ${organisations.isShared} then ${organisations.id} end`.as(
    'shared_organisation_id',
  ),
  queueIds: sql<string[]>`array(
    select ${queueMembers.queueId} from ${queueMembers} where ${queueMembers.userId} = ${users.id})`.as('queue_ids'),
}

type ActorRow = Omit<UserActor, 'kind' | 'role'> & { role: Role }

export const actorOf = (row: ActorRow): UserActor => ({
  kind: 'user',
  id: row.id,
  role: row.role,
  name: row.name,
  email: row.email,
  organisationId: row.organisationId,
  sharedOrganisationId: row.sharedOrganisationId,
  queueIds: row.queueIds,
})

/** The current data of these people, without inactive ones. */
export async function readActors(db: Db, userIds: readonly string[]): Promise<Map<string, UserActor>> {
  const people = await readPeople(db, userIds)
  return new Map([...people].map(([id, { actor }]) => [id, actor]))
}

/** A person, and the time before which their logins are invalid. */
export type Person = { actor: UserActor; sessionsValidFrom: Date | null }

/** Is this login newer than the last change that revoked all of them? */
export const isStillValid = (madeAt: Date, { sessionsValidFrom }: Pick<Person, 'sessionsValidFrom'>): boolean =>
  sessionsValidFrom === null || madeAt >= sessionsValidFrom

/** These people without inactive ones, with the time that decides whether their logins are valid. */
export async function readPeople(db: Db, userIds: readonly string[]): Promise<Map<string, Person>> {
  if (userIds.length === 0) return new Map()
  const rows = await db
    .select({ ...actorColumns, sessionsValidFrom: users.sessionsValidFrom })
    .from(users)
    .leftJoin(organisations, eq(organisations.id, users.organisationId))
    .where(and(inArray(users.id, [...userIds]), eq(users.isActive, true)))
  return new Map(rows.map(({ sessionsValidFrom, ...row }) => [row.id, { actor: actorOf(row), sessionsValidFrom }]))
}
