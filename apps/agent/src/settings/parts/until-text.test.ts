import { expect, it } from 'vitest'
import { untilText } from './until-text.ts'

const now = Date.parse('2026-11-22T12:00:00.000Z')
const ahead = (milliseconds: number) => new Date(now + milliseconds).toISOString()

it.each([
  [-3_600_000, 'within a minute'],
  [60_000, 'within a minute'],
  [60_001, 'in 2 min'],
  [3_599_000, 'in 60 min'],
  [3_600_000, 'in 1 h'],
  [23 * 3_600_000, 'in 23 h'],
  [24 * 3_600_000, 'in 1 d'],
  [29 * 86_400_000, 'in 29 d'],
])('%d ms ahead is "%s"', (milliseconds, words) => {
  expect(untilText(ahead(milliseconds), now)).toBe(words)
})

it('gives a date after a month, with the year when it is another one', () => {
  expect(untilText(ahead(32 * 86_400_000), now)).toMatch(/^on .*Dec/)
  expect(untilText(ahead(32 * 86_400_000), now)).not.toMatch(/\d{4}/)
  expect(untilText(ahead(90 * 86_400_000), now)).toMatch(/2027/)
})
