import { describe, expect, it } from 'vitest'
import { parseMailDate } from './mail-date.ts'

describe('parseMailDate', () => {
  it.each([
    ['Tue, 3 Mar 2026 10:00:00 +0100', '2026-03-03T09:00:00.000Z'],
    ['3 Mar 2026 10:00 -0530', '2026-03-03T15:30:00.000Z'],
    ['Tue, 3 Mar 2026 10:00:00 GMT', '2026-03-03T10:00:00.000Z'],
    ['Tue, 3 Mar 26 10:00:00 EST (New York)', '2026-03-03T15:00:00.000Z'],
    ['Tuesday, 03-March-2026 10:00:00 UT', '2026-03-03T10:00:00.000Z'],
    ['Tue, 3 Mar 2026 10.00.00 +0000', '2026-03-03T10:00:00.000Z'],
    ['Tue, 3 Mar 2026 10:00:00', '2026-03-03T10:00:00.000Z'],
    ['Tue Mar 3 10:00:00 2026 +0000', '2026-03-03T10:00:00.000Z'],
    ['2026-03-03T10:00:00Z', '2026-03-03T10:00:00.000Z'],
  ])('reads %s', (value, iso) => {
    expect(parseMailDate(value)?.toISOString()).toBe(iso)
  })

  it.each(['', 'yesterday', 'Tue, 99 Mar 2026 10:00:00 +0000', 'Tue, 3 Mar 2026 29:24:05 +0700', '1 Foo 2026 10:00'])(
    'returns null for %j',
    value => expect(parseMailDate(value)).toBeNull(),
  )
})
