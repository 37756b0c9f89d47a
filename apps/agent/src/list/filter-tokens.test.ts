import { parseFilter } from '@gotrs/contract/filter/parse'
import { describe, expect, it } from 'vitest'
import { filterValue, quoteValue, ticketNumberOf, withFilter } from './filter-tokens.ts'

describe('filterValue', () => {
  it('finds what a key is set to', () => {
    expect(filterValue('is:open assignee:me printer', 'assignee')).toBe('me')
    expect(filterValue('queue:"Level 2" vpn', 'queue')).toBe('Level 2')
  })

  it.each(['-tag:vpn', '(tag:vpn)', 'tag:vpn OR is:open', '"tag:vpn"', 'tag:"vpn'])('does not count %s', q => {
    expect(filterValue(q, 'tag')).toBeNull()
  })
})

describe('withFilter', () => {
  it.each([
    ['printer', 'high', 'printer priority:high'],
    ['', 'high', 'priority:high'],
    ['is:open priority:low printer', 'high', 'is:open priority:high printer'],
    ['is:open priority:low printer', null, 'is:open printer'],
    ['-priority:low (a OR b)', 'high', '-priority:low (a OR b) priority:high'],
    ['-(priority:low x)', 'high', '-(priority:low x) priority:high'],
    ['a OR b', 'high', '(a OR b) priority:high'],
    ['"two  spaces" priority:low', null, '"two  spaces"'],
    ['"never closed', 'high', 'never closed priority:high'],
  ])('%s with priority %s is %s', (q, value, expected) => {
    expect(withFilter(q, 'priority', value)).toBe(expected)
  })
})

it('takes out and replaces only the values of a key that it is about', () => {
  const groups = ['open', 'done']
  expect(filterValue('is:held is:open', 'is', groups)).toBe('open')
  expect(filterValue('is:held', 'is', groups)).toBeNull()
  expect(withFilter('is:held is:open vpn', 'is', null, groups)).toBe('is:held vpn')
  expect(withFilter('is:held vpn', 'is', 'open', groups)).toBe('is:held vpn is:open')
})

it('quotes what needs it, so that the desk reads the same value', () => {
  expect(quoteValue('IT')).toBe('IT')
  for (const name of ['Level 2', 'R&D (Berlin)', 'it:ops']) {
    expect(parseFilter(withFilter('', 'queue', name))).toEqual({ field: 'queue', is: name })
  }
})

it('knows a ticket number when it sees one', () => {
  expect(ticketNumberOf(' #1042 ')).toBe(1042)
  expect(ticketNumberOf('1042')).toBe(1042)
  expect(ticketNumberOf('1042 printer')).toBeNull()
  expect(ticketNumberOf('')).toBeNull()
})
