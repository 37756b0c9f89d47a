import { noSuch } from '@gotrs/core/kernel/no-such'
import type { Procedures } from './route.ts'

/** The id of a queue that was named by its id or its name. @throws DeskError `not_found` */
export async function queueIdOf(call: Procedures, queue: string): Promise<string> {
  const known = await call.queues.list()
  const found = known.find(it => it.id === queue || it.name.toLowerCase() === queue.toLowerCase())
  if (!found) throw noSuch('queue', 'queue')
  return found.id
}
