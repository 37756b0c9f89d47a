import { missingReference } from '@gotrs/core/kernel/missing-reference'
import type { Procedures } from './route.ts'

/** The id of a queue that was named by its id or its name. @throws DeskError `not_found` */
export async function queueIdOf(call: Procedures, queue: string): Promise<string> {
  const known = await call.queues.list()
  const found = known.find(it => it.id === queue || it.name.toLowerCase() === queue.toLowerCase())
  if (!found) throw missingReference('queue', 'queue')
  return found.id
}
