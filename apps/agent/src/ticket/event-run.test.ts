import { expect, it } from 'vitest'
import { runText } from './event-run.tsx'

type Event = Parameters<typeof runText>[0][number]
const event = (type: string, name: string | null, payload: object, details: object = {}) =>
  ({ type, payload, details, actor: { kind: name ? 'user' : 'system', id: name, name } }) as unknown as Event

it('says who did several things in a row once', () => {
  const events = [
    event('ticket.prioritySet', 'Ben', { priority: 'urgent', previousPriority: 'normal' }),
    event('ticket.tagged', 'Ben', {}, { tag: 'vpn' }),
    event('ticket.woken', null, { reason: 'time' }),
    event('ticket.tagged', 'Ana', {}, { tag: 'mac' }),
  ]
  expect(runText(events)).toBe(
    'Ben set the priority from Normal to Urgent, added the tag vpn; The snooze ended: it is time; Ana added the tag mac',
  )
})
