import type { TicketDetail } from '@gotrs/contract/tickets'
import { describe, expect, it } from 'vitest'
import { snooze, wake } from './snooze.tsx'
import { dayAndTime, localInputValue, snoozeTimes, untilText } from './snooze-times.ts'

const offered = (now: string) =>
  snoozeTimes(new Date(now)).map(({ label, at }) => `${label}: ${localInputValue(at).replace('T', ' ')}`)

describe('the times that the menu offers', () => {
  it('are later today, tomorrow, Monday and in a week', () => {
    expect(offered('2026-12-02T10:20:00')).toEqual([
      'Later today: 2026-12-02 14:00',
      'Tomorrow: 2026-12-03 09:00',
      'Monday: 2026-12-07 09:00',
      'Next week: 2026-12-09 09:00',
    ])
  })

  it.each([
    ['on a Sunday, when Monday is tomorrow', '2026-12-06T18:00:00', ['Tomorrow', 'Next week']],
    ['on a Monday, when Monday is in a week', '2026-12-07T08:00:00', ['Later today', 'Tomorrow', 'Monday']],
    ['at night, when later is tomorrow', '2026-12-02T23:30:00', ['Tomorrow', 'Monday', 'Next week']],
  ])('are each another moment %s', (_, now, labels) => {
    expect(snoozeTimes(new Date(now)).map(({ label }) => label)).toEqual(labels)
  })
})

describe('until when', () => {
  const now = new Date('2026-12-02T10:20:00')

  it.each([
    ['2026-12-02T14:00:00', '14:00'],
    ['2026-12-07T09:00:00', 'Mon 09:00'],
    ['2026-12-09T08:59:00', 'Wed 08:59'],
    ['2026-12-09T09:00:00', '9 Dec 09:00'],
    ['2026-11-30T09:00:00', '30 Nov 09:00'],
    ['2027-01-04T09:00:00', '4 Jan 2027 09:00'],
  ])('%s is "%s"', (time, words) => {
    expect(untilText(new Date(time), now)).toBe(words)
  })

  it('is a whole date in the timeline, which is read later', () => {
    expect(dayAndTime(new Date('2026-12-07T09:00:00'), now)).toBe('Mon 7 Dec 09:00')
  })
})

describe('a snoozed ticket', () => {
  const ticket = (snoozedUntil: string | null) => ({ staff: { snoozedUntil } }) as TicketDetail

  it('is marked with its time and can be woken; another is not', () => {
    const snoozed = ticket('2030-01-07T09:00:00')
    expect(snooze.mark(snoozed)).toMatchObject({ before: 'Snoozed until', text: '7 Jan 2030 09:00' })
    expect(snooze.mark(ticket(null))).toBeNull()
    expect([snoozed, ticket(null)].map(it => wake.isOffered(it))).toEqual([true, false])
  })
})
