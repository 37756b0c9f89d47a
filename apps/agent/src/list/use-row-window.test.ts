import { expect, it } from 'vitest'
import { windowOf } from './use-row-window.ts'

const height = 68

it('draws what is on the screen with rows above and below, and keeps the height of the whole list', () => {
  for (const first of [0, 25, 2500, 4975]) {
    const { from, to, before, after } = windowOf({ first, height, perScreen: 25 }, 5000)
    expect(from).toBeLessThanOrEqual(Math.max(0, first - 25))
    expect(to).toBeGreaterThanOrEqual(Math.min(5000, first + 75))
    expect(to - from).toBeLessThanOrEqual(100)
    expect(before + (to - from) * height + after).toBe(5000 * height)
  }
})

it('still draws rows when the list has become shorter than where it was', () => {
  const { from, to, before, after } = windowOf({ first: 4975, height, perScreen: 25 }, 200)
  expect(to).toBe(200)
  expect(to - from).toBeGreaterThanOrEqual(50)
  expect(before + (to - from) * height + after).toBe(200 * height)
})
