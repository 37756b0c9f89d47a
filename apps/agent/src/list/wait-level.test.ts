import { expect, it } from 'vitest'
import { waitLevel } from './wait-level.ts'

const now = Date.parse('2026-11-30T12:00:00Z')

it.each([
  ['2026-11-30T12:00:05Z', 'fresh'],
  ['2026-11-30T08:00:01Z', 'fresh'],
  ['2026-11-30T08:00:00Z', 'hours'],
  ['2026-11-29T12:00:01Z', 'hours'],
  ['2026-11-29T12:00:00Z', 'days'],
  ['2026-10-01T12:00:00Z', 'days'],
])('since %s is %s', (since, level) => {
  expect(waitLevel(since, now)).toBe(level)
})
