import type { Message } from '@gotrs/contract/messages'
import type { Ticket } from '@gotrs/contract/tickets'
import { expect, it } from 'vitest'
import { moveConsequence } from './move-consequence.ts'

const omar = { id: 'o', name: 'Omar Aziz', email: 'omar@acme.example', role: 'customer' }
const lena = { id: 'l', name: '', email: 'lena@other.example', role: 'customer' }
const ticketOf = (customer: typeof omar, number: number) => ({ customer, number }) as unknown as Ticket
const messageBy = (author: typeof omar, kind: Message['kind'] = 'public') => ({ author, kind }) as unknown as Message
const here = ticketOf(omar, 1)

it('says who will see a message in another ticket, and who no longer will', () => {
  expect(moveConsequence(messageBy(lena), here, ticketOf(lena, 7))).toBe(
    'lena@other.example is the customer of #7 and will see this message. Omar Aziz no longer will.',
  )
})

it('says that nothing changes for a customer of both', () => {
  expect(moveConsequence(messageBy(omar), here, ticketOf(omar, 7))).toBe(
    'It stays visible to Omar Aziz, whose ticket the other one is too.',
  )
})

it('knows whose a new ticket becomes', () => {
  expect(moveConsequence(messageBy(lena), here, null)).toContain('lena@other.example is the customer of the new ticket')
  expect(moveConsequence(messageBy(omar), here, null)).toContain('It stays visible to Omar Aziz')
  expect(moveConsequence(messageBy({ ...omar, id: 'a', name: 'Ana', role: 'agent' }), here, null)).toContain(
    'It stays visible to Omar Aziz',
  )
})

it('knows that nobody outside sees a note', () => {
  expect(moveConsequence(messageBy(omar, 'note'), here, ticketOf(lena, 7))).toBe('Only staff see a note.')
})
