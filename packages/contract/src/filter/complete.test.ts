import { expect, it } from 'vitest'
import { completionsOf } from './complete.ts'

const completed = (text: string, role: 'agent' | 'customer' = 'agent', cursor = text.length) =>
  completionsOf(text, cursor, role).map(completion => completion.text)

it('completes a word of the language, with what it finds', () => {
  expect(completed('printer st')).toEqual(['printer status:'])
  expect(completed('-(TA')).toEqual(['-(tag:'])
  expect(completionsOf('num', 3, 'agent')).toEqual([{ text: 'number:', finds: 'the one ticket, as `#1042` does' }])
})

it('completes the values of a word', () => {
  expect(completed('is:h')).toEqual(['is:held'])
  expect(completed('vpn -status:re')).toEqual(['vpn -status:resolved'])
  expect(completed('assignee:')).toEqual(['assignee:me', 'assignee:none'])
  expect(completed('waiting:>1')).toEqual(['waiting:>1h', 'waiting:>1d'])
})

it('completes at the cursor and keeps what follows', () => {
  expect(completed('st vpn', 'agent', 2)).toEqual(['status: vpn'])
})

it('offers customers only what they may ask by', () => {
  expect(completed('ta', 'customer')).toEqual([])
  expect(completed('assignee:', 'customer')).toEqual([])
  expect(completed('is:o', 'customer')).toEqual(['is:open'])
  expect(completed('is:h', 'customer')).toEqual([])
  expect(completed('cr', 'customer')).toEqual(['created:'])
})

it.each(['', 'printer ', '"st', 'status:open', 'colour:', 'constructor:', 'http://'])('has nothing for %s', text => {
  expect(completed(text)).toEqual([])
})
