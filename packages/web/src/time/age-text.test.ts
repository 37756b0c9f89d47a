import { describe, expect, it } from 'vitest'
import { agoText, shortAge } from './age-text.ts'

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
    expect(shortAge(ago(40 * 86_400_000), now)).toBe('13 Oct')
    expect(shortAge(ago(400 * 86_400_000), now)).toBe('18 Oct 2025')
  })

  it('never speaks of the future when clocks differ', () => {
    expect(shortAge(ago(-5000), now)).toBe('now')
  })
})

describe('agoText', () => {
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
    expect(agoText(time, now)).toBe(words)
  })
})
