import type { Db } from '@gotrs/db/client'
import { readActors } from '../accounts/read-actors.ts'
import type { Sessions } from '../accounts/sessions.ts'
import type { UserActor } from '../kernel/actor.ts'
import type { Stream } from './stream.ts'

/** Streams looked at by one statement, so that a thousand of them cost a few. */
const batchSize = 500

/** Looks again at who stands behind each stream: one whose session or person is gone ends, the others see with new rights. */
export async function refreshStreams(db: Db, sessions: Sessions, streams: readonly Stream[]): Promise<void> {
  for (let at = 0; at < streams.length; at += batchSize) {
    const batch = streams.slice(at, at + batchSize)
    const bySession = await sessions.findActors(batch.flatMap(({ sessionId }) => sessionId ?? []))
    const withoutSession = batch.filter(({ sessionId }) => sessionId === null)
    const byUser = await readActors(db, [...new Set(withoutSession.map(({ actor }) => actor.id))])
    for (const stream of batch) {
      settle(stream, stream.sessionId === null ? byUser.get(stream.actor.id) : bySession.get(stream.sessionId))
    }
  }
}

function settle(stream: Stream, actor: UserActor | undefined): void {
  if (actor) stream.actor = actor
  else stream.end('over')
}
