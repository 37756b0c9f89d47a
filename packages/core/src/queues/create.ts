import { DeskError } from '@gotrs/contract/errors'
import type { CreateQueueInput } from '@gotrs/contract/queues'
import { queueMembers, queues, users } from '@gotrs/db/tables/people'
import { and, eq, inArray, ne } from 'drizzle-orm'
import { missingReference } from '../kernel/missing-reference.ts'
import { requireGrant } from '../kernel/require-grant.ts'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'

/** A new queue with its members. @throws DeskError `forbidden`, `already_exists`, `not_found` (a member who is no active staff) */
export async function createQueue(
  uow: UnitOfWork,
  { name, memberIds = [] }: CreateQueueInput,
): Promise<{ queueId: string }> {
  requireGrant(uow, 'queue.create')
  const [made] = await uow.db
    .insert(queues)
    .values({ id: uow.newId(), name, createdAt: uow.now })
    .onConflictDoNothing({ target: queues.name })
    .returning({ id: queues.id })
  if (!made) throw new DeskError('already_exists', { field: 'name' })
  const members = await requireStaff(uow, [...new Set(memberIds)])
  if (members.length > 0)
    await uow.db.insert(queueMembers).values(members.map(userId => ({ queueId: made.id, userId })))
  uow.emit('queue.created', { queueId: made.id, memberIds: members })
  return { queueId: made.id }
}

async function requireStaff(uow: UnitOfWork, memberIds: string[]): Promise<string[]> {
  if (memberIds.length === 0) return []
  const found = await uow.db
    .select({ id: users.id })
    .from(users)
    .where(and(inArray(users.id, memberIds), ne(users.role, 'customer'), eq(users.isActive, true)))
  if (found.length < memberIds.length) throw missingReference('memberIds', 'member')
  return memberIds
}
