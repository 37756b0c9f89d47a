import { describe, expect, it } from 'vitest'
import { eventTimeText } from './invitation-text.ts'

const at = (startsAt: string | null, endsAt: string | null, isAllDay = false) =>
  eventTimeText({ startsAt, endsAt, isAllDay }, 'en-GB', 'Europe/Berlin')?.replace(/\s+/g, ' ')

describe('eventTimeText', () => {
  it('says a time by the clock of the reader, and names the zone', () => {
    expect(at('2026-12-01T13:00:00.000Z', '2026-12-01T14:30:00.000Z')).toMatch(
      /^Tuesday,? 1 December 2026,? (at )?14:00 ?– ?15:30 \(Central European Standard Time\)$/,
    )
    expect(at('2026-07-01T22:30:00.000Z', null)).toMatch(
      /^Thursday,? 2 July 2026,? (at )?00:30 \(Central European Summer Time\)$/,
    )
  })

  it('says whole days as dates, the last one included, in every zone alike', () => {
    expect(at('2026-12-24', '2026-12-24', true)).toBe(at('2026-12-24', null, true))
    expect(at('2026-12-24', null, true)).toMatch(/^Thursday,? 24 December 2026$/)
    expect(at('2026-12-24', '2026-12-26', true)).toMatch(/^Thursday,? 24( December)? ?– ?Saturday,? 26 December 2026$/)
    const inHonolulu = eventTimeText(
      { startsAt: '2026-12-24', endsAt: null, isAllDay: true },
      'en-GB',
      'Pacific/Honolulu',
    )
    expect(inHonolulu).toBe(at('2026-12-24', null, true))
  })

  it('shows only the start if the end is before it or is not a time', () => {
    const alone = at('2026-12-01T13:00:00.000Z', null)
    expect(at('2026-12-01T13:00:00.000Z', '2026-11-30T13:00:00.000Z')).toBe(alone)
    expect(at('2026-12-01T13:00:00.000Z', 'soon')).toBe(alone)
  })

  it('says nothing where the mail names no time', () => {
    expect(at(null, '2026-12-01T13:00:00.000Z')).toBeUndefined()
    expect(at('next week', null)).toBeUndefined()
    expect(at('', null, true)).toBeUndefined()
  })
})
