import type { Queue } from '@gotrs/contract/queues'
import { queueMembers, queues } from '@gotrs/db/tables/people'
import { asc, sql } from 'drizzle-orm'
import { requireGrant } from '../kernel/require-grant.ts'
import type { Reader } from '../kernel/unit-of-work.ts'

/** All queues by name, at most 500. */
export async function listQueues(reader: Reader): Promise<Queue[]> {
  requireGrant(reader, 'queue.list')
  return reader.db
    .select({
      id: queues.id,
      name: sql<string>`${queues.name}::text`,
      memberIds: sql<
        string[]
      >`array(select ${queueMembers.userId} from ${queueMembers} where ${queueMembers.queueId} = ${queues.id})`,
      closedReply: queues.closedReply,
    })
    .from(queues)
    .orderBy(asc(queues.name))
    .limit(500)
}
