import { describe, expect, it } from 'vitest'
import { DeskError } from '../errors.ts'
import { parseFilter } from './parse.ts'

const at = (day: string) => ({ at: new Date(`${day}T00:00:00.000Z`) })

describe('days and ages', () => {
  it.each([
    ['created:2026-11-05', { field: 'created', from: at('2026-11-05'), to: at('2026-11-06') }],
    ['created:2026-11-01..2026-11-30', { field: 'created', from: at('2026-11-01'), to: at('2026-12-01') }],
    ['created:1970-01-01..1970-01-01', { field: 'created', from: at('1970-01-01'), to: at('1970-01-02') }],
    ['updated:2026-11-01..', { field: 'updated', from: at('2026-11-01') }],
    ['closed:..2028-02-29', { field: 'closed', to: at('2028-03-01') }],
    ['created:<7d', { field: 'created', from: { ago: 604_800 } }],
    ['resolved:>2h', { field: 'resolved', to: { ago: 7_200 } }],
    ['newer:2w', { field: 'created', from: { ago: 1_209_600 } }],
    ['waiting:4h', { field: 'waiting', to: { ago: 14_400 } }],
    ['waiting:>4h', { field: 'waiting', to: { ago: 14_400 } }],
    ['waiting:<30m', { field: 'waiting', from: { ago: 1_800 } }],
  ])('reads %s', (text, expected) => {
    expect(parseFilter(text)).toEqual(expected)
  })

  it.each([
    ['created:7d', 'write created:<7d for within 7d, created:>7d for longer ago'],
    ['created:week', 'takes a day (2026-11-05), days (2026-11-01..2026-11-30, 2026-11-01..) or an age (<7d, >30d)'],
    ['created:yesterday', 'takes a day'],
    ['created:..', 'takes a day'],
    ['created:2026-11-01..2026-11-02..2026-11-03', 'takes a day'],
    ['created:2026-11-012026-11-30', 'takes a day'],
    ['updated:2026-02-30', '2026-02-30 is none'],
    ['updated:0000-01-01..', '0000-01-01 is none'],
    ['updated:..9999-12-31', '9999-12-31 is none'],
    ['closed:2026-11-30..2026-11-01', 'has its last day before its first'],
    ['waiting:2026-11-01..', 'takes an age'],
    ['created:<0d', 'takes a day'],
  ])('says what is wrong with %s, and where', (text, reason) => {
    const refused = () => parseFilter(`is:open ${text}`)
    expect(refused).toThrow(DeskError)
    try {
      refused()
    } catch (error) {
      expect((error as DeskError).params).toMatchObject({ at: 8, word: text, reason: expect.stringContaining(reason) })
    }
  })
})
