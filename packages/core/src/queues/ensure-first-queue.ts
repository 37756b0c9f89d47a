import { queues } from '@gotrs/db/tables/people'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import { createQueue } from './create.ts'

/** A desk without a queue could not create a ticket, so the first start creates one, which can be renamed. */
export async function ensureFirstQueue(uow: UnitOfWork): Promise<void> {
  const [known] = await uow.db.select({ id: queues.id }).from(queues).limit(1)
  if (!known) await createQueue(uow, { name: 'Support' })
}
