import type { ImapFlow } from 'imapflow'
import type { Clock } from './clock.ts'

/** An open connection. Whatever is asked over it is answered, or fails in time: when the line is gone, or silent. */
export type Line = {
  client: ImapFlow
  /** `bytes`: how many are expected; a large mail on a slow line may take its time. */
  ask<T>(work: (client: ImapFlow) => Promise<T>, bytes?: number): Promise<T>
  now(): number
  /** So long an answer of so many bytes may take. */
  longestMs(bytes: number): number
}

export type Patience = {
  /** Not one byte has come for so long, while an answer is due: nobody is there. */
  silenceMs: number
  /** An answer takes longer than this, although bytes come: the server talks, but not of what it was asked. */
  answerMs: number
}

export const usualPatience: Patience = { silenceMs: 60_000, answerMs: 4 * 60_000 }

/** The slowest line on which a mail can be read. */
const bytesPerSecond = 8 * 1024

type Watched = { client: ImapFlow; ended: Promise<Error>; clock: Clock; patience: Patience }

/**
 * A line that is dead without having been closed says nothing for ever (RFC 9051, section 5.4, lets a server wait for half
 * an hour): the library's own time-outs are for its socket, this one is for what was asked.
 */
export function watchLine({ client, ended, clock, patience }: Watched): Line {
  const longestMs = (bytes: number) => patience.answerMs + (bytes / bytesPerSecond) * 1_000
  const gone = listenTo(ended)
  return {
    client,
    now: () => clock.now(),
    longestMs,
    async ask(work, bytes = 0) {
      const over = new AbortController()
      const { promise: failed, reject } = Promise.withResolvers<never>()
      failed.catch(() => {})
      const forget = gone(reject)
      const late = untilLate(client, clock, { ...patience, answerMs: longestMs(bytes) }, over.signal)
      void late.then(error => {
        if (!error) return
        reject(error)
        // What comes on it later would be taken for another answer.
        client.close()
      }, reject)
      try {
        const answer = work(client)
        // What loses the race fails later, when nobody listens.
        answer.catch(() => {})
        return await Promise.race([answer, failed])
      } catch (error) {
        throw inItsWords(error, client)
      } finally {
        forget()
        over.abort()
      }
    },
  }
}

/**
 * Tells whoever listens of the end, for as long as he does. A race against `ended` itself would keep every answer there
 * was in memory until the line is gone.
 */
function listenTo(ended: Promise<Error>): (listener: (error: Error) => void) => () => void {
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

/** What is wrong when the answer is late; null where it came. */
async function untilLate(client: ImapFlow, clock: Clock, patience: Patience, over: AbortSignal): Promise<Error | null> {
  const begunAt = clock.now()
  let received = client.stats().received
  let heardAt = begunAt
  for (;;) {
    await clock.sleep(patience.silenceMs / 12, over)
    if (over.aborted) return null
    const now = clock.now()
    if (client.stats().received !== received) heardAt = now
    received = client.stats().received
    if (now - heardAt >= patience.silenceMs) return new Error('The server does not answer any more.')
    if (now - begunAt >= patience.answerMs) return new Error('The server takes too long to answer.')
  }
}

/** With what the server said to the command, or as it hung up (BYE, RFC 9051, section 7.1.5). */
function inItsWords(error: unknown, client: ImapFlow & { byeReason?: unknown }): unknown {
  const { responseText } = error as { responseText?: unknown }
  if (typeof responseText === 'string') return new Error(`The server says "${responseText}".`, { cause: error })
  const { byeReason } = client
  if (client.usable || typeof byeReason !== 'string' || byeReason === '') return error
  const words = `The server closed the connection and says "${byeReason}".`
  return Object.assign(new Error(words, { cause: error }), { reason: byeReason })
}
