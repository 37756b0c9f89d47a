import { expect, it } from 'vitest'
import { threadingOf } from './reasons.ts'

it('says by which rule a mail came into the conversation', () => {
  expect(threadingOf({ ticketId: 't1', rule: 'in_reply_to' }, false)).toEqual({
    rule: 'in_reply_to',
    reason: 'It answers a mail of this conversation, and its sender takes part in it.',
    suggestedTicketId: null,
  })
})

it('says of a mail that was not let in what it pointed at and why, never that it belongs here', () => {
  const refused = { ticketId: null, suggestedTicketId: 't1', rule: 'subject_number' } as const
  expect(threadingOf({ ...refused, reason: 'sender_not_participant' }, false)).toEqual({
    rule: 'subject_number',
    reason:
      'Its subject has the number of another ticket, but its sender takes no part in that one, so it starts a ticket of its own.',
    suggestedTicketId: 't1',
  })
  expect(threadingOf({ ...refused, reason: 'sender_ambiguous' }, false).reason).toMatch(/cannot be told for certain/)
})

it('says once of an ordinary first mail that it starts the ticket, and warns of a namesake', () => {
  const first = { ticketId: null, suggestedTicketId: null, rule: null, reason: 'no_hint' } as const
  expect(threadingOf(first, false).reason).toBe('It starts this ticket.')
  expect(threadingOf(first, true).reason).toMatch(/^It starts this ticket\. Another mail .* same Message-ID\.$/)
})
