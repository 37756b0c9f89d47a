import { DeskError } from '@gotrs/contract/errors'
import type { LiveHint } from '@gotrs/contract/live'
import type { Credential } from '../accounts/credentials.ts'
import type { UserActor } from '../kernel/actor.ts'

/** One open stream of one person. */
export type Stream = {
  /** As last read; replaced when the person's role, queues or organisation change. */
  actor: UserActor
  readonly credential: Credential | null
  /** When the last check of its person began, by the process's own clock; null before the first. */
  lookedAt: number | null
  push(hint: LiveHint): void
  /** `again`: the reader may open it again at once; `over`: the session is; `left`: the reader went by itself. */
  end(why: 'again' | 'over' | 'left'): void
  /** What was pushed, in order, until `end`. @throws DeskError `unavailable` (again), `not_logged_in` (over) */
  hints(): AsyncGenerator<LiveHint>
}

/** A reader that is this far behind is disconnected; it opens the stream again and reads everything again. */
const maxBuffered = 256

export function openStream(actor: UserActor, credential: Credential | null): Stream {
  const buffer: LiveHint[] = []
  let ended: 'again' | 'over' | 'left' | null = null
  let wake = () => {}
  return {
    actor,
    credential,
    lookedAt: null,
    push(hint) {
      if (ended) return
      if (buffer.length >= maxBuffered) return this.end('again')
      buffer.push(hint)
      wake()
    },
    end(why) {
      ended ??= why
      buffer.length = 0
      wake()
    },
    async *hints() {
      while (!ended) {
        const next = buffer.shift()
        if (next) yield next
        else {
          await new Promise<void>(resolve => {
            wake = resolve
          })
        }
      }
      if (ended === 'again') throw new DeskError('unavailable')
      if (ended === 'over') throw new DeskError('not_logged_in')
    },
  }
}
