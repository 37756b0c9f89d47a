import type { Message } from '@gotrs/contract/messages'
import type { TicketDetail } from '@gotrs/contract/tickets'
import { expect, it } from 'vitest'
import { outsiders } from './outsiders.ts'

const ticket = {
  customer: { email: 'omar@acme.example' },
  participants: [{ email: 'nora@acme.example' }],
} as TicketDetail
const message = (cc: string[], kind = 'public') =>
  ({ kind, author: { email: 'omar@acme.example' }, staff: { cc } }) as unknown as Message

it('finds those in copy who take no part, each once, whatever their case', () => {
  const cc = ['Eve@acme.example', 'eve@acme.example', 'NORA@acme.example', 'omar@acme.example']
  expect(outsiders(message(cc), ticket)).toEqual(['eve@acme.example'])
})

it('offers no more than a menu has room for', () => {
  const many = Array.from({ length: 40 }, (_, at) => `p${at}@acme.example`)
  expect(outsiders(message(many), ticket)).toHaveLength(5)
})

it('offers nobody whom a held mail names', () => {
  expect(outsiders(message(['eve@acme.example'], 'held'), ticket)).toEqual([])
})
