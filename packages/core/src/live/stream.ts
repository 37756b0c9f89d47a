import { DeskError } from '@gotrs/contract/errors'
import type { LiveHint } from '@gotrs/contract/live'
import type { Credential } from '../accounts/credentials.ts'
import type { UserActor } from '../kernel/actor.ts'

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
  /** What was pushed, in order, until `end`. @throws DeskError `unavailable` (again), `not_logged_in` (over) */
  hints(): AsyncGenerator<LiveHint>
}

const never = Number.NEGATIVE_INFINITY

/** A reader that is this far behind is disconnected; it opens the stream again and reads everything again. */
const maxBuffered = 256

export function openStream(actor: UserActor, credential: Credential | null): Stream {
  const buffer: LiveHint[] = []
  let ended: 'again' | 'over' | 'left' | null = null
  let retryAfter = 1
  let person = actor
  let checkedAt = never
  let distrustedAt = never
  let wake = () => {}
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
      wake()
    },
    end(why, pauseSeconds = 1) {
      if (!ended) retryAfter = pauseSeconds
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
      if (ended === 'again') throw new DeskError('unavailable', { retryAfter })
      if (ended === 'over') throw new DeskError('not_logged_in')
    },
  }
}
