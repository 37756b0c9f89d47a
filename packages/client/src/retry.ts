import { GotrsError, toGotrsError } from './errors.ts'

export type RetryPolicy = {
  /** How often a call is made again at most. */
  retries: number
  /** For all attempts together, with the pauses between them. */
  timeoutMs: number
  signal?: AbortSignal | undefined
  isWorthIt(error: GotrsError): boolean
}

/** The line broke, or the server asked to come again: the same call may go well a moment later. */
export const isTransient = ({ code }: GotrsError): boolean => code === 'unreachable' || isRefusedForNow(code)
const isRefusedForNow = (code: string) => code === 'too_many_requests' || code === 'unavailable'

/** @throws GotrsError of the last attempt, or `timed_out`, `aborted` */
export async function withRetries<T>(attempt: (signal: AbortSignal) => Promise<T>, policy: RetryPolicy): Promise<T> {
  const deadline = Date.now() + policy.timeoutMs
  const late = new AbortController()
  const timer = setTimeout(() => late.abort(), policy.timeoutMs)
  const signal = policy.signal ? AbortSignal.any([policy.signal, late.signal]) : late.signal
  let last: GotrsError | undefined
  try {
    for (let tries = 0; ; tries += 1) {
      try {
        return await untilAborted(attempt(signal), signal)
      } catch (thrown) {
        if (signal.aborted) throw endedEarly(policy, late.signal.aborted, last ?? thrown)
        last = toGotrsError(thrown)
      }
      const pauseMs = pauseBefore(tries, last)
      const isHopeless = tries >= policy.retries || !policy.isWorthIt(last) || Date.now() + pauseMs >= deadline
      if (isHopeless) throw last
      await pause(pauseMs, signal)
      if (signal.aborted) throw endedEarly(policy, late.signal.aborted, last)
    }
  } finally {
    clearTimeout(timer)
  }
}

/** What the server asked for; else twice as long each time, spread, so that many clients do not come back as one. */
export function pauseBefore(tries: number, error?: GotrsError): number {
  const asked = error?.params.retryAfter
  const spread = 0.5 + Math.random() / 2
  if (typeof asked === 'number' && asked > 0) return asked * 1000 + 250 * spread
  return Math.min(250 * 2 ** tries, 8_000) * spread
}

/** Ends without a word when the signal does. */
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

function endedEarly({ timeoutMs }: RetryPolicy, isLate: boolean, cause: unknown): GotrsError {
  return isLate ? new GotrsError('timed_out', { params: { timeoutMs }, cause }) : new GotrsError('aborted', { cause })
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
