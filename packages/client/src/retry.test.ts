import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { GotrsError } from './errors.ts'
import { defaultLimits, type RetryPolicy, withRetries } from './retry.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

const throttled = (retryAfter: number) =>
  new GotrsError('too_many_requests', { params: { retryAfter }, requestId: 'request-1', status: 429 })

/** Runs a call whose first attempts fail with `errors`; answers its result, the number of attempts and the time it took. */
async function run(errors: GotrsError[], policy: Partial<RetryPolicy> = {}) {
  const start = Date.now()
  let attempts = 0
  const attempt = async () => {
    attempts += 1
    const error = errors[attempts - 1]
    if (error) throw error
    return 'done'
  }
  const result = withRetries(attempt, { ...defaultLimits, isRetryable: () => true, ...policy }).catch(error => error)
  await vi.runAllTimersAsync()
  return { result: await result, attempts, seconds: Math.floor((Date.now() - start) / 1000) }
}

test('waits out the whole minute that the rate limit of the server asks for', async () => {
  expect(await run([throttled(60)])).toEqual({ result: 'done', attempts: 2, seconds: 60 })
})

test('throws the error of the server at once when the pause is longer than maxWaitMs', async () => {
  expect(await run([throttled(65)])).toMatchObject({ result: { code: 'too_many_requests' }, attempts: 1, seconds: 0 })
  const patient = await run([throttled(200)], { maxWaitMs: 300_000, timeoutMs: 400_000 })
  expect(patient).toEqual({ result: 'done', attempts: 2, seconds: 200 })
})

test('adds up the pauses of one call', async () => {
  const twice = await run([throttled(40), throttled(40)])
  expect(twice).toMatchObject({ result: { params: { retryAfter: 40 } }, attempts: 2, seconds: 40 })
})

test('starts no pause that ends after timeoutMs', async () => {
  expect(await run([throttled(10)], { timeoutMs: 5_000 })).toMatchObject({ attempts: 1, seconds: 0 })
})

test('ends a pause at once when the signal aborts, with the request id of the last response', async () => {
  const controller = new AbortController()
  setTimeout(() => controller.abort(), 7_000)
  const { result, seconds } = await run([throttled(60)], { signal: controller.signal })
  expect(result).toMatchObject({ code: 'aborted', requestId: 'request-1', status: null })
  expect(seconds).toBe(7)
})

test('times out an attempt that hangs, with the request id of the last response', async () => {
  let attempts = 0
  const attempt = () => (attempts++ === 0 ? Promise.reject(throttled(1)) : new Promise<never>(() => {}))
  const result = withRetries(attempt, { ...defaultLimits, isRetryable: () => true }).catch(error => error)
  await vi.runAllTimersAsync()
  expect(await result).toMatchObject({
    code: 'timed_out',
    requestId: 'request-1',
    message: 'The call took too long. The limit is 90000 ms.',
  })
})
