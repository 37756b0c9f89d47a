import type { Message } from '@gotrs/contract/messages'
import { expect, it } from 'vitest'
import { askedAddresses } from './asked-addresses.ts'

const asked = (...replyTo: string[]) =>
  askedAddresses({ author: { email: 'omar@customer.example' }, staff: { replyTo } } as Message)

it('names where answers go, and the sender where that is one of several', () => {
  expect(asked('sales@customer.example')).toEqual(['sales@customer.example'])
  expect(asked('omar@customer.example', 'sales@customer.example')).toHaveLength(2)
})

it('names nothing where answers go to the sender anyway', () => {
  expect(asked()).toEqual([])
  expect(asked('Omar@Customer.example')).toEqual([])
})
