import { GotrsError, toGotrsError } from './errors.ts'

/** How long and how often a call may be retried. */
export type RetryLimits = {
  /** How often a call is retried at most. */
  retries: number
  /** For all pauses between the attempts together. */
  maxWaitMs: number
  /** For the whole call: all attempts and the pauses between them. */
  timeoutMs: number
}

/**
 * The server counts calls by the minute, so `Retry-After` is 60 seconds at most: one such pause fits, and the attempt
 * after it still has time.
 */
export const defaultLimits: RetryLimits = { retries: 3, maxWaitMs: 65_000, timeoutMs: 90_000 }

export type RetryPolicy = RetryLimits & { signal?: AbortSignal | undefined; isRetryable(error: GotrsError): boolean }

/** The connection broke, or the server asks to retry later: the same call may succeed a moment later. */
export const isTransient = ({ code }: GotrsError): boolean =>
  code === 'unreachable' || code === 'too_many_requests' || code === 'unavailable'

/** @throws GotrsError of the last attempt, or `timed_out`, `aborted` */
export async function withRetries<T>(attempt: (signal: AbortSignal) => Promise<T>, policy: RetryPolicy): Promise<T> {
  const deadline = Date.now() + policy.timeoutMs
  const late = new AbortController()
  const timer = setTimeout(() => late.abort(), policy.timeoutMs)
  const signal = policy.signal ? AbortSignal.any([policy.signal, late.signal]) : late.signal
  let waitedMs = 0
  let last: GotrsError | undefined
  try {
    for (let tries = 0; ; tries += 1) {
      try {
        return await untilAborted(attempt(signal), signal)
      } catch (thrown) {
        if (signal.aborted) throw endedEarly(policy, late.signal.aborted, last, thrown)
        last = toGotrsError(thrown)
      }
      const pauseMs = pauseBefore(tries, last)
      waitedMs += pauseMs
      const isOver = tries >= policy.retries || waitedMs > policy.maxWaitMs || Date.now() + pauseMs >= deadline
      if (isOver || !policy.isRetryable(last)) throw last
      await pause(pauseMs, signal)
      if (signal.aborted) throw endedEarly(policy, late.signal.aborted, last)
    }
  } finally {
    clearTimeout(timer)
  }
}

/** As long as the server asks for; otherwise twice as long each time, with jitter so that many clients do not return at once. */
export function pauseBefore(tries: number, error?: GotrsError): number {
  const retryAfter = error?.params.retryAfter
  const jitter = 0.5 + Math.random() / 2
  if (typeof retryAfter === 'number' && retryAfter > 0) return retryAfter * 1000 + 250 * jitter
  return Math.min(250 * 2 ** tries, 8_000) * jitter
}

/** Resolves early, without an error, when the signal aborts. */
export function pause(milliseconds: number, signal: AbortSignal | null | undefined): Promise<void> {
  return new Promise(resolve => {
    if (signal?.aborted) return resolve()
    const timer = setTimeout(end, milliseconds)
    signal?.addEventListener('abort', end, { once: true })
    function end(): void {
      clearTimeout(timer)
      signal?.removeEventListener('abort', end)
      resolve()
    }
  })
}

/** `last` is the error of the attempt before: its request id finds that attempt in the log. */
function endedEarly({ timeoutMs }: RetryPolicy, isLate: boolean, last: GotrsError | undefined, thrown?: unknown) {
  const facts = { requestId: last?.requestId, cause: last ?? thrown }
  return isLate ? new GotrsError('timed_out', { params: { timeoutMs }, ...facts }) : new GotrsError('aborted', facts)
}

/** A call that shares its request with others, or waits for a token, does not end by its signal alone. */
function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason)
    if (signal.aborted) stop()
    signal.addEventListener('abort', stop, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop))
  })
}
