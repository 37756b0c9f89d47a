import { describe, expect, it } from 'vitest'
import { signReplyAddress, signReplyToken } from './reply-address.ts'
import { collectThreadHints, decideThread, formatBodyMarker } from './thread.ts'

const secret = Buffer.from('a secret of at least sixteen bytes')
const claim = { ticketId: '0198c0de-0000-7000-8000-000000001042', ticketNumber: 1042, secret }
const signed = signReplyAddress({ ...claim, mailboxAddress: 'support@gotrs.example' })
const options = { mailboxAddresses: ['Support@gotrs.example'] }
const mail = { to: [], cc: [], deliveredTo: [], inReplyTo: null, references: [], text: '', html: null, subject: '' }
const to = (address: string) => [{ name: '', address }]

describe('collectThreadHints', () => {
  it('names every hint, the most trustworthy first and references from the newest', () => {
    const hints = collectThreadHints(
      {
        ...mail,
        to: to(signed),
        inReplyTo: '<3@x>',
        references: ['<1@x>', '<2@x>', '<3@x>'],
        text: `> ${formatBodyMarker(signReplyToken({ ...claim, ticketNumber: 7 }))}`,
        subject: 'Re: [Ticket #1042] Printer [#99]',
      },
      options,
    )
    expect(hints.map(hint => [hint.rule, 'messageId' in hint ? hint.messageId : hint.ticketNumber])).toEqual([
      ['reply_address', 1042],
      ['in_reply_to', '<3@x>'],
      ['references', '<3@x>'],
      ['references', '<2@x>'],
      ['references', '<1@x>'],
      ['body_marker', 7],
      ['subject_number', 1042],
      ['subject_number', 99],
    ])
  })

  it.each(['to', 'cc', 'deliveredTo'] as const)('reads a signed address in %s, once', field => {
    const value = field === 'deliveredTo' ? [signed.toUpperCase()] : to(signed)
    const hints = collectThreadHints({ ...mail, [field]: value, deliveredTo: [signed] }, options)
    expect(hints).toEqual([{ rule: 'reply_address', ticketNumber: 1042, mac: expect.any(String), audience: 'public' }])
  })

  it('tells answers that stay internal from public ones', () => {
    const note = signReplyAddress({ ...claim, audience: 'note', mailboxAddress: 'support@gotrs.example' })
    const text = formatBodyMarker(signReplyToken({ ...claim, audience: 'note' }))
    const hints = collectThreadHints({ ...mail, to: to(note), cc: to(signed), text }, options)
    expect(hints).toMatchObject([
      { rule: 'reply_address', ticketNumber: 1042, audience: 'note' },
      { rule: 'reply_address', ticketNumber: 1042, audience: 'public' },
      { rule: 'body_marker', ticketNumber: 1042, audience: 'note' },
    ])
  })

  it('ignores a signed address of a mailbox that is not ours', () => {
    const foreign = signReplyAddress({ ...claim, mailboxAddress: 'support@elsewhere.example' })
    expect(collectThreadHints({ ...mail, to: to(foreign) }, options)).toEqual([])
  })

  it('finds nothing in a mail that says nothing', () => {
    expect(collectThreadHints({ ...mail, subject: 'Order 1042 / #5 / [1042]' }, options)).toEqual([])
  })
})

describe('decideThread', () => {
  const candidate = { rule: 'in_reply_to' as const, ticketId: 't1', isSigned: false, senderIsParticipant: false }

  it('appends for a participant', () => {
    const candidates = [{ ...candidate, senderIsParticipant: true }]
    expect(decideThread({ candidates, fromIsAmbiguous: false })).toEqual({ ticketId: 't1', rule: 'in_reply_to' })
  })

  it('appends for a verified signature whoever sends it', () => {
    const candidates = [{ ...candidate, rule: 'reply_address' as const, isSigned: true }]
    expect(decideThread({ candidates, fromIsAmbiguous: true })).toEqual({ ticketId: 't1', rule: 'reply_address' })
  })

  it.each([
    ['a stranger who guessed an id', candidate, false, 'sender_not_participant'],
    ['a sender that is ambiguous', { ...candidate, senderIsParticipant: true }, true, 'sender_ambiguous'],
    ['a token that does not verify', { ...candidate, rule: 'reply_address' as const }, false, 'signature_invalid'],
  ])('only suggests the ticket to %s', (_, refused, fromIsAmbiguous, reason) => {
    expect(decideThread({ candidates: [refused], fromIsAmbiguous })).toEqual({
      ticketId: null,
      suggestedTicketId: 't1',
      rule: refused.rule,
      reason,
    })
  })

  it('goes on to the next candidate when the first is refused', () => {
    const own = { ...candidate, rule: 'references' as const, ticketId: 't2', senderIsParticipant: true }
    expect(decideThread({ candidates: [candidate, own], fromIsAmbiguous: false })).toEqual({
      ticketId: 't2',
      rule: 'references',
    })
  })

  it('makes a new ticket without a suggestion where nothing hints at one', () => {
    expect(decideThread({ candidates: [], fromIsAmbiguous: false })).toEqual({
      ticketId: null,
      suggestedTicketId: null,
      rule: null,
      reason: 'no_hint',
    })
  })
})
