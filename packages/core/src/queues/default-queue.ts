import { DeskError } from '@gotrs/contract/errors'
import { mailboxes } from '@gotrs/db/tables/mailboxes'
import { queues } from '@gotrs/db/tables/people'
import { sql } from 'drizzle-orm'
import { preparedSql } from '../kernel/prepared.ts'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'

// The limit is a part of the text: as a value it would have Postgres plan the statement each time.
const firstQueue = preparedSql<{ id: string }>(
  'default_queue',
  () => sql`select ${queues.id} from ${queues} left join ${mailboxes} on ${mailboxes.queueId} = ${queues.id}
    order by coalesce(${mailboxes.isActive}, false) desc, ${mailboxes.createdAt}, ${queues.createdAt}, ${queues.id} limit 1`,
)

/** The queue of a ticket without a chosen queue: the queue of the first mailbox, else the first queue. */
export async function defaultQueueId(uow: UnitOfWork): Promise<string> {
  const [found] = await firstQueue.run(uow.db, {})
  if (!found) throw new DeskError('not_found', { noun: 'queue' })
  return found.id
}
