import { DeskError } from '@gotrs/contract/errors'
import type { Queue } from '@gotrs/contract/queues'
import { queueMembers, queues } from '@gotrs/db/tables/people'
import { asc, eq, sql } from 'drizzle-orm'
import { requireGrant } from '../kernel/require-grant.ts'
import type { Reader } from '../kernel/unit-of-work.ts'

/** All queues by name, at most 500. */
export async function listQueues(reader: Reader): Promise<Queue[]> {
  requireGrant(reader, 'queue.list')
  return selectQueues(reader).orderBy(asc(queues.name)).limit(500)
}

/** @throws DeskError `not_found` */
export async function readQueue(reader: Reader, { queueId }: { queueId: string }): Promise<Queue> {
  requireGrant(reader, 'queue.list')
  const [queue] = await selectQueues(reader).where(eq(queues.id, queueId))
  if (!queue) throw new DeskError('not_found', { noun: 'queue' })
  return queue
}

const selectQueues = (reader: Reader) =>
  reader.db
    .select({
      id: queues.id,
      name: sql<string>`${queues.name}::text`,
      memberIds: sql<
        string[]
      >`array(select ${queueMembers.userId} from ${queueMembers} where ${queueMembers.queueId} = ${queues.id})`,
      closedReply: queues.closedReply,
    })
    .from(queues)
