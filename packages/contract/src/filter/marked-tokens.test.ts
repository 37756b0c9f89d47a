import { expect, it } from 'vitest'
import { markedTokens, textConditions } from './marked-tokens.ts'

const parts = (text: string, role: 'agent' | 'customer' = 'agent') =>
  markedTokens(text, role).map(({ start, end }) => text.slice(start, end))

it('finds every condition on a field, with its minus and its quotation marks', () => {
  expect(parts('is:open printer -tag:vpn queue:"Level 2"')).toEqual(['is:open', '-tag:vpn', 'queue:"Level 2"'])
  expect(parts('(priority:high OR priority:urgent)')).toEqual(['priority:high', 'priority:urgent'])
})

it('leaves text as it is: unknown words, addresses, phrases, and what is only begun', () => {
  expect(parts('http://wiki.example 12:30 "is:open" #1042 status:')).toEqual([])
  expect(parts('tag:vpn', 'customer')).toEqual([])
})

it('says what is wrong with a value among conditions alone; beside text it is text, as the desk reads it', () => {
  expect(markedTokens('is:opne tag:vpn', 'agent')).toEqual([
    { start: 0, end: 7, error: '"is:" takes open, done, snoozed, held' },
    { start: 8, end: 15, error: null },
  ])
  expect(parts('status:500 Internal Server Error')).toEqual([])
})

it('finds what looks like a condition and is searched as text, and nothing that people paste', () => {
  expect(textConditions('has:file is:open has:file', 'agent')).toEqual(['has:file'])
  expect(textConditions('printer is:opne', 'agent')).toEqual(['is:opne'])
  expect(textConditions('is:opne', 'agent')).toEqual([])
  expect(textConditions('http://wiki.example 12:30 "has:file" Status: broken mailto:', 'agent')).toEqual([])
})
