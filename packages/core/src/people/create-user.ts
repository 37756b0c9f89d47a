import { DeskError } from '@gotrs/contract/errors'
import type { CreateUserInput } from '@gotrs/contract/people'
import { isStaff } from '@gotrs/contract/roles'
import { queueMembers, queues, users } from '@gotrs/db/tables/people'
import { inArray } from 'drizzle-orm'
import { requireUncommonPassword } from '../accounts/password-policy.ts'
import { hashPassword } from '../accounts/passwords.ts'
import { organisationOf } from '../correspondents/find-or-create.ts'
import { missingReference } from '../kernel/missing-reference.ts'
import { requireGrant } from '../kernel/require-grant.ts'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import { rejectOwnAddress } from '../mailboxes/own-addresses.ts'
import { rejectQueues } from './update-user.ts'

/**
 * Makes an account. Without a password the person sets one by a mail link. Queues are for staff.
 * @throws DeskError `forbidden`, `already_exists`, `not_found` (a queue), `password_too_common`, `invalid_input` (an address of the desk)
 */
export async function createUser(uow: UnitOfWork, input: CreateUserInput): Promise<{ userId: string }> {
  requireGrant(uow, 'user.create')
  const { name, email, role, password } = input
  await rejectOwnAddress(uow.db, email)
  if (!isStaff(role)) rejectQueues(input.queueIds)
  const queueIds = await requireQueues(uow, [...new Set(input.queueIds ?? [])])
  if (password !== undefined) requireUncommonPassword(password, { name, email })
  const organisationId = role === 'customer' ? await organisationOf(uow, email) : null
  const [made] = await uow.db
    .insert(users)
    .values({
      id: uow.newId(),
      name,
      email,
      role,
      organisationId,
      passwordHash: password === undefined ? null : await hashPassword(password),
      createdAt: uow.now,
    })
    .onConflictDoNothing({ target: users.email })
    .returning({ id: users.id })
  if (!made)
    throw new DeskError('already_exists', {
      field: 'email',
      issues: [{ path: 'email', message: 'another account has this address. Find it with GET /api/users?text=' }],
    })
  if (queueIds.length > 0) {
    await uow.db.insert(queueMembers).values(queueIds.map(queueId => ({ queueId, userId: made.id })))
  }
  uow.emit('user.created', { userId: made.id, role, queueIds })
  return { userId: made.id }
}

async function requireQueues(uow: UnitOfWork, queueIds: string[]): Promise<string[]> {
  if (queueIds.length === 0) return []
  const found = await uow.db.select({ id: queues.id }).from(queues).where(inArray(queues.id, queueIds))
  if (found.length < queueIds.length) throw missingReference('queueIds', 'queue')
  return queueIds
}
