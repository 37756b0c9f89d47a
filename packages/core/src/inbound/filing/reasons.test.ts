import { describe, expect, test } from 'vitest'
import { threadingOf } from './reasons.ts'

describe('why a mail is where it is', () => {
  test('says by which rule it belongs to the conversation', () => {
    expect(threadingOf({ kind: 'admitted', ticketId: 't1', rule: 'in_reply_to' }, false)).toEqual({
      rule: 'in_reply_to',
      reason: 'It answers a mail of this conversation, and its sender takes part in it.',
      suggestedTicketId: null,
    })
  })

  test('says what a held mail names, and why its sender may not write there', () => {
    const held = { kind: 'held', ticketId: 't1', rule: 'reply_address', reason: 'token_of_another' } as const
    expect(threadingOf(held, false)).toEqual({
      rule: 'reply_address',
      reason:
        'It was sent to a reply address of this ticket, but that address was made for somebody else. It waits for a decision.',
      suggestedTicketId: null,
    })
  })

  test('asks nobody for a decision on an automatic answer', () => {
    const held = { kind: 'held', ticketId: 't1', rule: 'in_reply_to', reason: 'sender_not_participant' } as const
    expect(threadingOf(held, false, true).reason).toBe(
      'It answers a mail of this ticket, but its sender is not part of the ticket. It is an automatic answer and needs no decision.',
    )
  })

  test('suggests the ticket that a new one only hints at', () => {
    const refused = { kind: 'new', suggestedTicketId: 't1', rule: 'subject_number', reason: 'only_a_hint' } as const
    expect(threadingOf(refused, false)).toMatchObject({
      reason: expect.stringMatching(/^Its subject has the number of another ticket, but .+ a ticket of its own\.$/),
      suggestedTicketId: 't1',
    })
  })

  test('warns of another mail under the same Message-ID', () => {
    const fresh = { kind: 'new', suggestedTicketId: null, rule: null, reason: 'no_hint' } as const
    expect(threadingOf(fresh, false)).toMatchObject({ rule: 'none', reason: 'It starts this ticket.' })
    expect(threadingOf(fresh, true).reason).toContain('under the same Message-ID')
  })
})
