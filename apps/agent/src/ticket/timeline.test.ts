import type { TimelineEvent } from '@gotrs/contract/events'
import type { Message } from '@gotrs/contract/messages'
import { expect, it } from 'vitest'
import { mergeMessages, timelineOf } from './timeline.ts'

const message = (id: string, minute: number, text = '') =>
  ({ id, createdAt: `2026-11-22T10:${String(minute).padStart(2, '0')}:00.000Z`, text }) as Message
const event = (id: string, minute: number, type: TimelineEvent['type'] = 'ticket.tagged') =>
  ({ id, type, createdAt: `2026-11-22T10:${String(minute).padStart(2, '0')}:00.000Z` }) as TimelineEvent

const idsOf = (...given: Parameters<typeof timelineOf>) =>
  timelineOf(...given).map(item => (item.kind === 'message' ? item.message.id : item.event.id))

it('puts messages and events in the order they happened', () => {
  expect(idsOf([message('m2', 9), message('m1', 1)], [event('e1', 5)], false)).toEqual(['m1', 'e1', 'm2'])
})

it('leaves out events that a message already shows', () => {
  expect(idsOf([message('m1', 1)], [event('e1', 1, 'message.sent'), event('e2', 2, 'ticket.created')], false)).toEqual([
    'm1',
  ])
})

it('lets the events among messages that are not loaded wait', () => {
  const events = [event('old', 1), event('young', 30)]
  expect(idsOf([message('m9', 20)], events, true)).toEqual(['m9', 'young'])
  expect(idsOf([message('m9', 20)], events, false)).toEqual(['old', 'm9', 'young'])
})

it('brings pages of messages, the latest page first, into their order', () => {
  const pages = [message('m3', 30), message('m4', 40), message('m1', 10), message('m2', 20)]
  expect(mergeMessages(pages, [message('m5', 50)]).map(({ id }) => id)).toEqual(['m1', 'm2', 'm3', 'm4', 'm5'])
})

it('shows a message once, as the fresher answer has it', () => {
  const merged = mergeMessages([message('m1', 1, 'stale')], [message('m1', 1, 'fresh')])
  expect(merged.map(shown => shown.text)).toEqual(['fresh'])
})
