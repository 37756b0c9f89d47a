import { expect, it } from 'vitest'
import { ticketNumberOf } from './ticket-number.ts'

it('knows the number of a ticket when it sees one', () => {
  expect(ticketNumberOf(' #1042 ')).toBe(1042)
  expect(ticketNumberOf('1042')).toBe(1042)
  for (const text of ['1042 printer', '', '0', '#', '10425678901']) expect(ticketNumberOf(text)).toBeNull()
})
