import { expect, it } from 'vitest'
import { ago } from './time-text.ts'

const now = Date.parse('2026-11-22T12:00:00.000Z')

it.each([
  ['2026-11-22T11:59:30.000Z', 'just now'],
  ['2026-11-22T12:00:09.000Z', 'just now'],
  ['2026-11-22T11:59:00.000Z', '1 minute ago'],
  ['2026-11-22T11:20:00.000Z', '40 minutes ago'],
  ['2026-11-22T11:00:00.000Z', '1 hour ago'],
  ['2026-11-21T12:00:00.000Z', 'yesterday'],
  ['2026-11-19T12:00:00.000Z', '3 days ago'],
  ['2026-10-02T12:00:00.000Z', '2 October'],
  ['2025-10-02T12:00:00.000Z', '2 October 2025'],
])('says %s as %s', (time, words) => {
  expect(ago(time, now)).toBe(words)
})
