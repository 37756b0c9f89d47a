import { expect, it } from 'vitest'
import { copiesOfLastAnswer } from './last-copies.ts'

type Conversation = Parameters<typeof copiesOfLastAnswer>[0]
const at = (minute: number) => `2026-11-22T10:0${minute}:00.000Z`
const message = (minute: number, role: string, cc: string[], kind = 'public') =>
  ({
    kind,
    author: { role },
    createdAt: at(minute),
    staff: { cc },
  }) as unknown as Conversation['messages']['items'][number]
const removed = (minute: number) => ({ type: 'ticket.participantRemoved' as const, createdAt: at(minute) })

const items = [
  message(1, 'agent', ['first@acme.example']),
  message(2, 'agent', ['ida@acme.example']),
  message(3, 'agent', ['note@acme.example'], 'note'),
  message(4, 'customer', ['boss@acme.example']),
]

it('keeps the copies of the last answer by staff, not those of a note or of the customer', () => {
  expect(copiesOfLastAnswer({ messages: { items }, events: [removed(1)] })).toEqual(['ida@acme.example'])
})

it('keeps none once somebody was removed from the conversation after it', () => {
  expect(copiesOfLastAnswer({ messages: { items }, events: [removed(3)] })).toEqual([])
})

it('keeps none where nobody has answered', () => {
  expect(copiesOfLastAnswer({ messages: { items: items.slice(3) }, events: [] })).toEqual([])
})
