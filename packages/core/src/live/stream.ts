import type { LiveHint } from '@gotrs/contract/live'
import type { UserActor } from '../kernel/actor.ts'

/** One open stream of one person. */
export type Stream = {
  /** As last read; replaced when the person's role, queues or organisation change. */
  actor: UserActor
  readonly sessionId: string | null
  push(hint: LiveHint): void
  end(): void
  /** What was pushed, in order, until `end`. */
  hints(): AsyncGenerator<LiveHint>
}

/** A reader that is this far behind is cut off; it opens the stream again and reads everything anew. */
const maxBuffered = 256

export function openStream(actor: UserActor, sessionId: string | null): Stream {
  const buffer: LiveHint[] = []
  let isEnded = false
  let wake = () => {}
  return {
    actor,
    sessionId,
    push(hint) {
      if (isEnded) return
      if (buffer.length >= maxBuffered) return this.end()
      buffer.push(hint)
      wake()
    },
    end() {
      isEnded = true
      buffer.length = 0
      wake()
    },
    async *hints() {
      while (!isEnded) {
        const next = buffer.shift()
        if (next) yield next
        else {
          await new Promise<void>(resolve => {
            wake = resolve
          })
        }
      }
    },
  }
}
