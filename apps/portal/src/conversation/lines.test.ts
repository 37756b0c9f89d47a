import type { TimelineEvent } from '@gotrs/contract/events'
import type { Message } from '@gotrs/contract/messages'
import { describe, expect, it } from 'vitest'
import { eventText, linesOf } from './lines.ts'

const at = (minute: number) => new Date(minute * 60_000).toISOString()
const message = (minute: number, kind: Message['kind'] = 'public') =>
  ({ id: `m${minute}`, kind, createdAt: at(minute) }) as Message
const event = (
  minute: number,
  type: TimelineEvent['type'],
  actor: Partial<TimelineEvent['actor']> = {},
): TimelineEvent => ({
  id: `e${minute}`,
  type,
  payload: {},
  details: {},
  staff: null,
  actor: { kind: 'user', id: null, name: null, ...actor },
  createdAt: at(minute),
})
const order = (lines: ReturnType<typeof linesOf>) =>
  lines.map(line => (line.kind === 'message' ? line.message.id : line.event.id))

describe('linesOf', () => {
  it('puts messages and what matters of the timeline in order, and never a note', () => {
    const messages = [message(1), message(2, 'note'), message(5)]
    const events = [event(1, 'ticket.created'), event(3, 'ticket.resolved'), event(5, 'ticket.reopened')]
    expect(order(linesOf(messages, events, false))).toEqual(['m1', 'e3', 'm5', 'e5'])
  })

  it('leaves out what happened before the first message shown', () => {
    expect(order(linesOf([message(5)], [event(3, 'ticket.resolved'), event(6, 'ticket.closed')], true))).toEqual([
      'm5',
      'e6',
    ])
  })
})

describe('eventText', () => {
  it.each([
    [{ id: 'omar' }, 'ticket.resolved', 'You marked this as solved'],
    [{ id: 'lena', name: 'Lena' }, 'ticket.reopened', 'Lena reopened this'],
    [{}, 'ticket.closed', 'Acme closed this'],
    [{ kind: 'system' }, 'ticket.closed', 'Closed'],
  ] as const)('%j %s', (actor, type, text) => {
    expect(eventText(event(1, type, actor), 'omar', 'Acme')).toBe(text)
  })
})
