import type { eventTypes, TimelineEvent } from '@gotrs/contract/events'
import { expect, it } from 'vitest'
import { eventText } from './event-text.ts'

const ben = { person: 'Ben' }
const byAna = { kind: 'user', id: 'ana', name: 'Ana' } as const
const say = (
  type: (typeof eventTypes)[number],
  payload: Record<string, unknown>,
  actor: typeof byAna | { kind: 'system'; id: null; name: string } = byAna,
  details: TimelineEvent['details'] = {},
) => eventText({ type, payload, details, actor })

it('distinguishes taking from assigning', () => {
  expect(say('ticket.assigned', { assigneeId: 'ana', previousAssigneeId: null })).toBe('Ana took it')
  expect(say('ticket.assigned', { assigneeId: 'ben', previousAssigneeId: null }, byAna, ben)).toBe(
    'Ana assigned it to Ben',
  )
  expect(say('ticket.assigned', { assigneeId: 'gone', previousAssigneeId: null })).toBe(
    'Ana assigned it to a former user',
  )
  expect(say('ticket.assigned', { assigneeId: null, previousAssigneeId: 'ben' })).toBe('Ana removed the assignee')
})

it('names queues, priorities and links', () => {
  const names = { queue: 'Billing', previousQueue: 'Support' }
  expect(say('ticket.moved', { queueId: 'b', previousQueueId: 'a' }, byAna, names)).toBe(
    'Ana moved it from Support to Billing',
  )
  expect(say('ticket.moved', { queueId: 'b', previousQueueId: 'a' })).toBe(
    'Ana moved it from another queue to another queue',
  )
  expect(say('ticket.prioritySet', { priority: 'urgent', previousPriority: 'low' })).toContain('from Low to Urgent')
  expect(say('ticket.linked', { kind: 'follows', linkedNumber: 7, linkedTicketId: 'x' })).toBe('Follows up on #7')
})

it('names no ticket that the reader may not see', () => {
  const moved = { messageId: 'm', kind: 'public', toTicketId: 't', toNumber: 8 }
  expect(say('message.moved', moved)).toBe('Ana moved a message from another ticket to #8')
  expect(say('ticket.linked', { kind: 'follows' })).toBe('Follows up on another ticket')
})

it('says how a held mail was decided on, and whose answer by mail was kept', () => {
  expect(say('message.accepted', { messageId: 'm', as: 'joined', userId: 'ben' }, byAna, ben)).toBe(
    'Ana accepted the held mail from Ben',
  )
  expect(say('message.accepted', { messageId: 'm', as: 'addressOf', userId: 'ben' }, byAna, ben)).toContain(
    'another address of Ben',
  )
  expect(say('message.rejected', { messageId: 'm', inboundMailId: null })).toBe('Ana rejected a held mail')
  const split = { messageId: 'm', kind: 'held', fromTicketId: 's', fromNumber: 7, toTicketId: 't', toNumber: 8 }
  expect(say('message.moved', split)).toBe('Ana moved a held mail from #7 to #8')
  expect(say('mail.keptAsDraft', { inboundMailId: 'm', agentId: 'ben' }, byAna, ben)).toContain(
    'in the name of Ben became a draft',
  )
})

it('names who was added to the conversation and removed from it', () => {
  expect(say('ticket.participantAdded', { userId: 'ben' }, byAna, ben)).toBe('Ana added Ben to the conversation')
  expect(say('ticket.participantRemoved', { userId: 'ben' }, byAna, ben)).toBe('Ana removed Ben from the conversation')
})

it('names GOTRS as the actor where no person acted', () => {
  expect(say('ticket.closed', { previousStatus: 'resolved' }, { kind: 'system', id: null, name: 'clock' })).toBe(
    'GOTRS closed it',
  )
})

it('says what ids lead to, and does without where that is gone', () => {
  expect(say('ticket.tagged', { tagId: 't' }, byAna, { tag: 'vpn' })).toBe('Ana added the tag vpn')
  expect(say('ticket.untagged', { tagId: 't' })).toBe('Ana removed a tag')
  const failed = { address: 'omar@acme.example', response: '550 no such user' }
  expect(say('mail.failed', { mailId: 'm', messageId: null }, byAna, failed)).toBe(
    'The mail to omar@acme.example was not delivered: 550 no such user',
  )
  expect(say('mail.failed', { mailId: 'm', messageId: null })).toBe('The mail was not delivered')
  expect(say('ticket.renamed', {})).toBe('Ana changed the subject')
})
