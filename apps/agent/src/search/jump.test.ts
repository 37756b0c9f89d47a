import { expect, it } from 'vitest'
import { jumpOf } from './jump.ts'

it('leads to a ticket by its number, and to the tickets of a person by the address', () => {
  expect(jumpOf(' #1042 ')).toEqual({ number: 1042, label: 'Ticket #1042' })
  expect(jumpOf('lena@other.example')).toMatchObject({ q: 'from:lena@other.example' })
})

it.each(['printer', 'from:lena@other.example', 'lena@other.example printer', '@ana', '"lena@other.example"', ''])(
  'leads nowhere from %s, which is searched for',
  text => expect(jumpOf(text)).toBeNull(),
)
