import type { ImapFlow } from 'imapflow'
import type { Clock } from './clock.ts'

/** An open connection. Each command gets its response or fails in time, if the connection is closed or silent. */
export type ImapConnection = {
  client: ImapFlow
  /** `bytes`: the expected size, because a large mail on a slow connection takes longer. */
  request<T>(work: (client: ImapFlow) => Promise<T>, bytes?: number): Promise<T>
  now(): number
  /** The time limit for a response of this size. */
  longestMs(bytes: number): number
}

export type TimeLimits = {
  /** No byte arrived for so long while a response is due: the server is gone. */
  silenceMs: number
  /** A response takes longer than this, although bytes arrive: the server sends something else. */
  responseMs: number
}

export const defaultTimeLimits: TimeLimits = { silenceMs: 60_000, responseMs: 4 * 60_000 }

/** The slowest connection on which a mail can be fetched. */
const bytesPerSecond = 8 * 1024

type WatchOptions = { client: ImapFlow; ended: Promise<Error>; clock: Clock; timeLimits: TimeLimits }

/**
 * A dead connection that was not closed stays silent for ever (RFC 9051, section 5.4, lets a server wait for half an hour).
 * The time-outs of the library apply to its socket, this one to each command.
 */
export function watchConnection({ client, ended, clock, timeLimits }: WatchOptions): ImapConnection {
  const longestMs = (bytes: number) => timeLimits.responseMs + (bytes / bytesPerSecond) * 1_000
  const onEnd = createEndListeners(ended)
  return {
    client,
    now: () => clock.now(),
    longestMs,
    async request(work, bytes = 0) {
      const done = new AbortController()
      const { promise: failed, reject } = Promise.withResolvers<never>()
      failed.catch(() => {})
      const stopListening = onEnd(reject)
      const late = waitUntilLate(client, clock, { ...timeLimits, responseMs: longestMs(bytes) }, done.signal)
      void late.then(error => {
        if (!error) return
        reject(error)
        // A late response would look like the response to another command.
        client.close()
      }, reject)
      try {
        const answer = work(client)
        // The loser of the race rejects later, without a listener.
        answer.catch(() => {})
        return await Promise.race([answer, failed])
      } catch (error) {
        throw withServerText(error, client)
      } finally {
        stopListening()
        done.abort()
      }
    },
  }
}

/**
 * Notifies listeners of the end while they listen. A race against `ended` itself would keep every response in memory
 * until the connection ends.
 */
function createEndListeners(ended: Promise<Error>): (listener: (error: Error) => void) => () => void {
  const listeners = new Set<(error: Error) => void>()
  let end: Error | null = null
  void ended.then(error => {
    end = error
    for (const listener of listeners) listener(error)
  })
  return listener => {
    if (end) listener(end)
    listeners.add(listener)
    return () => listeners.delete(listener)
  }
}

/** The error if the response is late; null if it arrived. */
async function waitUntilLate(
  client: ImapFlow,
  clock: Clock,
  timeLimits: TimeLimits,
  done: AbortSignal,
): Promise<Error | null> {
  const begunAt = clock.now()
  let received = client.stats().received
  let heardAt = begunAt
  for (;;) {
    await clock.sleep(timeLimits.silenceMs / 12, done)
    if (done.aborted) return null
    const now = clock.now()
    if (client.stats().received !== received) heardAt = now
    received = client.stats().received
    if (now - heardAt >= timeLimits.silenceMs) return new Error('The server no longer responds.')
    if (now - begunAt >= timeLimits.responseMs) return new Error('The server takes too long to respond.')
  }
}

/** Adds the server's reply to the command, or its reason for closing (BYE, RFC 9051, section 7.1.5). */
function withServerText(error: unknown, client: ImapFlow & { byeReason?: unknown }): unknown {
  const { responseText } = error as { responseText?: unknown }
  if (typeof responseText === 'string') return new Error(`The server replied "${responseText}".`, { cause: error })
  const { byeReason } = client
  if (client.usable || typeof byeReason !== 'string' || byeReason === '') return error
  const words = `The server closed the connection: "${byeReason}".`
  return Object.assign(new Error(words, { cause: error }), { reason: byeReason })
}
