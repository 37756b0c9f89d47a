import { queues } from '@gotrs/db/tables/people'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import { createQueue } from './create.ts'

/** A desk without a queue could take no ticket: the first start makes one, to be renamed or left. */
export async function ensureFirstQueue(uow: UnitOfWork): Promise<void> {
  const [known] = await uow.db.select({ id: queues.id }).from(queues).limit(1)
  if (!known) await createQueue(uow, { name: 'Support' })
}
