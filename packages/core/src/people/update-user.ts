import { DeskError } from '@gotrs/contract/errors'
import type { EventPayload } from '@gotrs/contract/events'
import type { UpdateUserInput } from '@gotrs/contract/people'
import { isStaff } from '@gotrs/contract/roles'
import { organisations, queueMembers, queues, users } from '@gotrs/db/tables/people'
import { and, eq, inArray, ne, sql } from 'drizzle-orm'
import { recheckStreams } from '../accounts/recheck-streams.ts'
import { revokeApiTokens } from '../accounts/revoke-api-tokens.ts'
import { revokeFamilies } from '../accounts/revoke-families.ts'
import { deleteClaimsOnOwnAddress, deleteFurtherAddresses } from '../correspondents/take-over-address.ts'
import type { Kernel } from '../kernel/kernel.ts'
import { missingReference } from '../kernel/missing-reference.ts'
import { isGranted, requireGrant } from '../kernel/require-grant.ts'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import { unassignLater, unassignUnreachable } from '../tickets/unassign.ts'

type Row = typeof users.$inferSelect

/**
 * Changes a person: an admin everything, others their own name. A new role or a switched-off account ends every login
 * and API token of the person; new queues and organisations count at once. What the person can no longer work on is unassigned.
 * @throws DeskError `not_found`, `forbidden`, `invalid_input`
 */
export async function updateUser(
  uow: UnitOfWork,
  input: UpdateUserInput,
  kernel: Pick<Kernel, 'bus' | 'log'>,
): Promise<void> {
  const { userId, queueIds, ...patch } = input
  const person = await loadPerson(uow, input)
  const role = patch.role ?? person.role
  if (patch.organisationId) await requireOrganisation(uow, patch.organisationId)
  if (!isStaff(role)) rejectQueues(queueIds)
  await rejectLastAdmin(uow, person, { role, isActive: patch.isActive ?? person.isActive })
  const isEnding = role !== person.role || patch.isActive === false
  const set = { ...given(patch), ...(isEnding ? { sessionsValidFrom: uow.now } : {}) }
  if (Object.keys(set).length > 0) await uow.db.update(users).set(set).where(eq(users.id, userId))
  if (isEnding) await revokeFamilies(uow, userId)
  if (role !== person.role) uow.emit('user.roleChanged', { userId, role, previousRole: person.role })
  if (isEnding) await revokeApiTokens(uow, userId)
  if (role !== person.role && isStaff(role)) await becomeStaff(uow, userId)
  await setQueues(uow, userId, isStaff(role) ? queueIds : [])
  const isUnassignedLater = (isEnding || queueIds !== undefined) && (await unassignUnreachable(uow, userId))
  const eventId = uow.emit('user.updated', changesOf(userId, { ...patch, queueIds }))
  if (isUnassignedLater) unassignLater(uow, userId, eventId)
  uow.afterCommit(() => recheckStreams(kernel, userId))
}

/** Mail acts for staff from their account's address alone, and that address is nobody else's. */
async function becomeStaff(uow: UnitOfWork, userId: string): Promise<void> {
  await deleteClaimsOnOwnAddress(uow, userId)
  await deleteFurtherAddresses(uow, userId)
}

async function loadPerson(uow: UnitOfWork, { userId, ...patch }: UpdateUserInput): Promise<Row> {
  requireGrant(uow, 'user.rename')
  const { actor } = uow
  const mayAll = isGranted(uow, 'user.update')
  const isOneself = actor.kind === 'user' && actor.id === userId
  if (!mayAll && !isOneself) throw new DeskError('not_found', { noun: 'user' })
  const adminOnly = Object.keys(given(patch)).filter(field => field !== 'name')
  if (!mayAll && adminOnly.length > 0) throw new DeskError('forbidden', { action: 'user.update', fields: adminOnly })
  // Before any of them is locked: two who make each other agents would wait for one another.
  if (patch.role || patch.isActive === false) {
    await uow.db.execute(sql`select pg_advisory_xact_lock(hashtext('gotrs:admins'))`)
  }
  const [person] = await uow.db.select().from(users).where(eq(users.id, userId)).for('no key update')
  if (!person) throw new DeskError('not_found', { noun: 'user' })
  return person
}

const given = <T extends Record<string, unknown>>(patch: T): Partial<T> =>
  Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined)) as Partial<T>

function changesOf(userId: string, patch: Omit<UpdateUserInput, 'userId'>): EventPayload<'user.updated'> {
  const changed = Object.keys(given(patch)) as EventPayload<'user.updated'>['changed']
  return { userId, changed, ...(patch.isActive === undefined ? {} : { isActive: patch.isActive }) }
}

async function requireOrganisation(uow: UnitOfWork, organisationId: string): Promise<void> {
  const found = await uow.db.$count(organisations, eq(organisations.id, organisationId))
  if (found === 0) throw missingReference('organisationId', 'organisation')
}

/** Without an admin, nobody could restore one in the app. */
async function rejectLastAdmin(uow: UnitOfWork, person: Row, then: { role: string; isActive: boolean }): Promise<void> {
  if (person.role !== 'admin' || (then.role === 'admin' && then.isActive)) return
  const isOther = and(eq(users.role, 'admin'), eq(users.isActive, true), ne(users.id, person.id))
  if ((await uow.db.$count(users, isOther)) > 0) return
  const message = 'this is the last admin. Make another person an admin first'
  throw new DeskError('invalid_input', { issues: [{ path: 'role', message }] })
}

/** Queues that would be dropped without a word. @throws DeskError `invalid_input` */
export function rejectQueues(queueIds: readonly string[] | undefined): void {
  if (queueIds === undefined || queueIds.length === 0) return
  throw new DeskError('invalid_input', {
    issues: [
      { path: 'queueIds', message: 'a customer cannot be a member of a queue. Leave it out, or set the role to agent' },
    ],
  })
}

/** Exactly these queues; undefined: as they are. */
async function setQueues(uow: UnitOfWork, userId: string, queueIds: string[] | undefined): Promise<void> {
  if (queueIds === undefined) return
  const wanted = [...new Set(queueIds)]
  if (wanted.length > 0) {
    const found = await uow.db.$count(queues, inArray(queues.id, wanted))
    if (found < wanted.length) throw missingReference('queueIds', 'queue')
  }
  const before = await uow.db.delete(queueMembers).where(eq(queueMembers.userId, userId)).returning()
  const previous = before.map(({ queueId }) => queueId)
  if (!sameIds(wanted, previous)) {
    uow.emit('user.queuesChanged', { userId, queueIds: wanted, previousQueueIds: previous })
  }
  if (wanted.length > 0) await uow.db.insert(queueMembers).values(wanted.map(queueId => ({ queueId, userId })))
}

const sameIds = (some: string[], others: string[]) => some.toSorted().join() === others.toSorted().join()
