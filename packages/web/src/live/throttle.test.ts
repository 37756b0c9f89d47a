import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { throttle } from './throttle.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

it('makes one call of a burst, and another one later', () => {
  let calls = 0
  const change = throttle(() => calls++, 200)
  for (let n = 0; n < 50; n += 1) change.call()
  vi.advanceTimersByTime(200)
  expect(calls).toBe(1)
  change.call()
  vi.advanceTimersByTime(200)
  expect(calls).toBe(2)
})

it('calls nothing after it was cancelled', () => {
  let calls = 0
  const change = throttle(() => calls++, 200)
  change.call()
  change.cancel()
  vi.advanceTimersByTime(1000)
  expect(calls).toBe(0)
})
