import { DeskError } from '@gotrs/contract/errors'
import type { LiveHint } from '@gotrs/contract/live'
import type { Credential } from '../accounts/credentials.ts'
import type { UserActor } from '../kernel/actor.ts'

/** Gets the hints of a stream as they come, without a wait between. */
export type Receiver = {
  /** False where it has no room for more: the next hints wait until `resume`. */
  take(hint: LiveHint): boolean
  /** Called once, with the reason unless the reader left by itself: `unavailable` (again), `not_logged_in` (over). */
  end(error?: unknown): void
}

/** One open stream of one person. */
export type Stream = {
  /** As last read. */
  readonly actor: UserActor
  readonly credential: Credential | null
  readonly openedAt: number
  /** When the last check of its person began, by the process's own clock; `never` where nothing may be sent before a check. */
  readonly checkedAt: number
  /** The person was read again. A check that began before the last `distrust` proves nothing. */
  checked(actor: UserActor, since: number): void
  /** Rights may have changed: nothing is sent before a new check. */
  distrust(): void
  readonly isEnded: boolean
  push(hint: LiveHint): void
  /** `again`: the reader may open it again, after `pauseSeconds`; `over`: the session is; `left`: the reader went by itself. */
  end(why: 'again' | 'over' | 'left', pauseSeconds?: number): void
  /** From now on `receiver` gets what was pushed, in order, until `end`. */
  connect(receiver: Receiver): void
  /** The receiver has room again. */
  resume(): void
}

const never = Number.NEGATIVE_INFINITY

/** A client that is this far behind is disconnected; it reconnects and reads everything again. */
const maxBuffered = 256

export function openStream(actor: UserActor, credential: Credential | null, onEnd: () => void): Stream {
  const buffer: LiveHint[] = []
  let receiver: Receiver | null = null
  let hasRoom = true
  let ended: 'again' | 'over' | 'left' | null = null
  let retryAfter = 1
  let person = actor
  let checkedAt = never
  let distrustedAt = never
  const flush = () => {
    while (receiver && hasRoom) {
      const next = buffer.shift()
      if (!next) return
      hasRoom = receiver.take(next)
    }
  }
  return {
    get actor() {
      return person
    },
    credential,
    openedAt: performance.now(),
    get checkedAt() {
      return checkedAt
    },
    get isEnded() {
      return ended !== null
    },
    checked(now, since) {
      person = now
      if (since >= distrustedAt) checkedAt = since
    },
    distrust() {
      checkedAt = never
      distrustedAt = performance.now()
    },
    push(hint) {
      if (ended) return
      if (buffer.length >= maxBuffered) return this.end('again')
      buffer.push(hint)
      flush()
    },
    end(why, pauseSeconds = 1) {
      if (ended) return
      ended = why
      retryAfter = pauseSeconds
      buffer.length = 0
      onEnd()
      receiver?.end(reasonOf(why, retryAfter))
    },
    connect(given) {
      receiver = given
      if (ended) given.end(reasonOf(ended, retryAfter))
      else flush()
    },
    resume() {
      hasRoom = true
      flush()
    },
  }
}

function reasonOf(why: 'again' | 'over' | 'left', retryAfter: number): DeskError | undefined {
  if (why === 'again') return new DeskError('unavailable', { retryAfter })
  return why === 'over' ? new DeskError('not_logged_in') : undefined
}
