import { DeskError } from '@gotrs/contract/errors'
import { mailboxes } from '@gotrs/db/tables/mailboxes'
import { queues } from '@gotrs/db/tables/people'
import { asc, desc, eq, sql } from 'drizzle-orm'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'

/** The queue of a ticket without a chosen queue: the queue of the first mailbox, else the first queue. */
export async function defaultQueueId(uow: UnitOfWork): Promise<string> {
  const [found] = await uow.db
    .select({ id: queues.id })
    .from(queues)
    .leftJoin(mailboxes, eq(mailboxes.queueId, queues.id))
    .orderBy(
      desc(sql`coalesce(${mailboxes.isActive}, false)`),
      asc(mailboxes.createdAt),
      asc(queues.createdAt),
      asc(queues.id),
    )
    .limit(1)
    .prepare('default_queue')
    .execute()
  if (!found) throw new DeskError('not_found', { noun: 'queue' })
  return found.id
}
