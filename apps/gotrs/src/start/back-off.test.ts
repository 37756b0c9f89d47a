import { expect, it } from 'vitest'
import { backOff } from './back-off.ts'

it('doubles to a cap and starts small again after a calm minute', () => {
  let now = 0
  const pause = backOff(() => now)
  const delays = Array.from({ length: 8 }, () => {
    const delay = pause.next()
    now += delay
    return delay
  })
  expect(delays).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000])
  now += 61_000
  expect(pause.next()).toBe(500)
})
