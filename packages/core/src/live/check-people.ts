import { findCallers } from '../accounts/credentials.ts'
import { readActors } from '../accounts/read-actors.ts'
import type { Sessions } from '../accounts/sessions.ts'
import type { Kernel } from '../kernel/kernel.ts'
import type { Stream } from './stream.ts'

/** Streams checked by one statement, so that a thousand of them cost a few. */
const batchSize = 500

/** Reads the person of each stream again: a stream whose credential or person is gone ends, the others continue with the new rights. */
export async function checkPeople(kernel: Kernel, sessions: Sessions, streams: readonly Stream[]): Promise<void> {
  for (let at = 0; at < streams.length; at += batchSize) {
    const batch = streams.slice(at, at + batchSize)
    const since = performance.now()
    const found = await findCallers(
      kernel,
      sessions,
      batch.flatMap(({ credential }) => credential ?? []),
    )
    const withoutOne = batch.filter(({ credential }) => credential === null)
    const byUser = await readActors(kernel.db, [...new Set(withoutOne.map(({ actor }) => actor.id))])
    for (const stream of batch) {
      const actor = stream.credential === null ? byUser.get(stream.actor.id) : found.get(stream.credential)
      if (actor) stream.checked(actor, since)
      else stream.end('over')
    }
  }
}
