import { DeskError } from '@gotrs/contract/errors'
import { id } from '@gotrs/contract/ids'
import type { Procedures } from './route.ts'

/** The id of a queue that was named by its id or its name. @throws DeskError `not_found` */
export async function queueIdOf(call: Procedures, queue: string): Promise<string> {
  if (id.safeParse(queue).success) return queue
  const known = await call.queues.list()
  const found = known.find(it => it.name.toLowerCase() === queue.toLowerCase())
  if (!found) throw new DeskError('not_found', { noun: 'queue' })
  return found.id
}
