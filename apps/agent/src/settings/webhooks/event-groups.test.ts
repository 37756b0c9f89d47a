import { eventTypes } from '@gotrs/contract/events'
import { expect, it } from 'vitest'
import { eventGroups, eventsText, withGroup } from './event-groups.ts'

it('offers every event once, by noun, with a title for each noun', () => {
  const groups = eventGroups()
  expect(groups.flatMap(group => group.events.map(({ type }) => type)).sort()).toEqual([...eventTypes].sort())
  expect(groups.map(({ title }) => title).filter(title => !/^[A-Z]/.test(title))).toEqual([])
  expect(new Set(groups.map(({ title }) => title)).size).toBe(groups.length)
  expect(groups[0]?.events[0]).toEqual({ type: 'ticket.created', label: 'Ticket created' })
})

it('takes all of a group in and out, and leaves the others', () => {
  const [mails] = eventGroups(['mail.failed', 'mail.caught'])
  if (!mails) throw new Error('no group')
  expect(withGroup(['ticket.created', 'mail.failed'], mails, true)).toEqual([
    'ticket.created',
    'mail.failed',
    'mail.caught',
  ])
  expect(withGroup(['ticket.created', 'mail.failed'], mails, false)).toEqual(['ticket.created'])
})

it.each([
  [['ticket.created'], 'Ticket created'],
  [['ticket.created', 'message.sent'], 'Ticket created and Reply sent'],
  [['ticket.created', 'message.sent', 'note.added'], 'Ticket created, Reply sent and 1 other'],
  [['ticket.created', 'message.sent', 'note.added', 'mail.failed'], 'Ticket created, Reply sent and 2 others'],
] as const)('says %j as "%s"', (types, words) => {
  expect(eventsText(types)).toBe(words)
})
