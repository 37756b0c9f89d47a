import { DeskError } from '@gotrs/contract/errors'
import type { UpdateQueueInput } from '@gotrs/contract/queues'
import { queues } from '@gotrs/db/tables/people'
import { eq } from 'drizzle-orm'
import { requireGrant } from '../kernel/require-grant.ts'
import { withUniqueName } from '../kernel/unique-name.ts'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'

/** Renames a queue, or says what a customer's mail to a closed ticket of it does. @throws DeskError `forbidden`, `not_found`, `already_exists` */
export async function updateQueue(uow: UnitOfWork, { queueId, name, closedReply }: UpdateQueueInput): Promise<void> {
  requireGrant(uow, 'queue.update')
  const [queue] = await uow.db.select().from(queues).where(eq(queues.id, queueId)).for('update')
  if (!queue) throw new DeskError('not_found', { noun: 'queue' })
  const next = { name: name ?? queue.name, closedReply: closedReply ?? queue.closedReply }
  if (next.name === queue.name && next.closedReply === queue.closedReply) return
  await withUniqueName(uow.db.update(queues).set(next).where(eq(queues.id, queueId)))
  uow.emit('queue.updated', { queueId })
}
