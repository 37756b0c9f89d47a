import { describe, expect, it } from 'vitest'
import { agoText, shortAge } from './relative-time.ts'

const now = Date.parse('2026-11-22T12:00:00.000Z')
const ago = (milliseconds: number) => new Date(now - milliseconds).toISOString()

describe('shortAge', () => {
  it.each([
    [0, 'now'],
    [59_999, 'now'],
    [60_000, '1 min'],
    [59 * 60_000, '59 min'],
    [60 * 60_000, '1 h'],
    [23 * 3_600_000, '23 h'],
    [24 * 3_600_000, '1 d'],
    [29 * 86_400_000, '29 d'],
  ])('%d ms ago is "%s"', (age, words) => {
    expect(shortAge(ago(age), now)).toBe(words)
  })

  it('gives a date after a month, with the year when it is another one', () => {
    expect(shortAge(ago(40 * 86_400_000), now)).not.toMatch(/\d{4}/)
    expect(shortAge(ago(400 * 86_400_000), now)).toMatch(/2025/)
  })

  it('never speaks of the future when clocks differ', () => {
    expect(shortAge(ago(-5000), now)).toBe('now')
  })
})

it('agoText makes a phrase of it', () => {
  expect(agoText(ago(0), now)).toBe('just now')
  expect(agoText(ago(7_200_000), now)).toBe('2 h ago')
  expect(agoText(ago(40 * 86_400_000), now)).toMatch(/^on /)
})
