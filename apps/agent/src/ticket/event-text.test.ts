import type { eventTypes } from '@gotrs/contract/events'
import { expect, it } from 'vitest'
import { eventText } from './event-text.ts'

const names = {
  person: (id: string) => ({ ana: 'Ana', ben: 'Ben' })[id] ?? 'somebody',
  queue: (id: string) => `Queue ${id}`,
}
const byAna = { kind: 'user', id: 'ana', name: 'Ana' } as const
const say = (
  type: (typeof eventTypes)[number],
  payload: Record<string, unknown>,
  actor: typeof byAna | { kind: 'system'; id: null; name: string } = byAna,
) => eventText({ type, payload, actor }, names)

it('tells taking from assigning', () => {
  expect(say('ticket.assigned', { assigneeId: 'ana', previousAssigneeId: null })).toBe('Ana took the ticket')
  expect(say('ticket.assigned', { assigneeId: 'ben', previousAssigneeId: null })).toBe('Ana assigned it to Ben')
  expect(say('ticket.assigned', { assigneeId: null, previousAssigneeId: 'ben' })).toBe('Ana took the assignee away')
})

it('names queues, priorities and links', () => {
  expect(say('ticket.moved', { queueId: 'b', previousQueueId: 'a' })).toBe('Ana moved it from Queue a to Queue b')
  expect(say('ticket.prioritySet', { priority: 'urgent', previousPriority: 'low' })).toContain('from Low to Urgent')
  expect(say('ticket.linked', { kind: 'follows', linkedNumber: 7, linkedTicketId: 'x' })).toBe('It follows up on #7')
})

it('names no ticket that the reader may not see', () => {
  const moved = { messageId: 'm', kind: 'public', toTicketId: 't', toNumber: 8 }
  expect(say('message.moved', moved)).toBe('Ana moved a message from another ticket to #8')
  expect(say('ticket.linked', { kind: 'follows' })).toBe('It follows up on another ticket')
})

it('speaks of the desk where nobody acted', () => {
  expect(say('ticket.closed', { previousStatus: 'resolved' }, { kind: 'system', id: null, name: 'clock' })).toBe(
    'The desk closed it',
  )
})
