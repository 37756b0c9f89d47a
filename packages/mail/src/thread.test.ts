import { describe, expect, it } from 'vitest'
import { signAgentAddress, signReplyAddress } from './reply-address.ts'
import { collectThreadHints, decideThread, type Part, type ThreadCandidate } from './thread.ts'

const secret = Buffer.from('a secret of at least sixteen bytes')
const ticket = { ticketId: '0198c0de-0000-7000-8000-000000001042', ticketNumber: 1042, secret }
const claim = { ...ticket, recipient: 'omar@acme.example' }
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
        text: '> ref:t7-gjrkc2qwbb3qdenqdcwc:gotrs',
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
      ['subject_number', 1042],
      ['subject_number', 99],
      ['body_marker', 7],
    ])
  })

  it.each(['to', 'cc', 'deliveredTo'] as const)('reads a signed address in %s, once', field => {
    const value = field === 'deliveredTo' ? [signed.toUpperCase()] : to(signed)
    const hints = collectThreadHints({ ...mail, [field]: value, deliveredTo: [signed] }, options)
    const token = { ticketNumber: 1042, mac: expect.any(String), audience: 'public', issuedDay: null }
    expect(hints).toEqual([{ rule: 'reply_address', address: signed.toLowerCase(), ...token }])
  })

  it('recognises the address of an agent, whose answer may be internal', () => {
    const agent = { ...ticket, agentId: 'a', audience: 'note' as const, issuedAt: new Date(0) }
    const note = signAgentAddress({ ...agent, mailboxAddress: 'support@gotrs.example' })
    expect(collectThreadHints({ ...mail, to: to(note) }, options)).toMatchObject([{ audience: 'note', issuedDay: 0 }])
  })

  it('ignores a signed address of a foreign mailbox', () => {
    const foreign = signReplyAddress({ ...claim, mailboxAddress: 'support@elsewhere.example' })
    expect(collectThreadHints({ ...mail, to: to(foreign) }, options)).toEqual([])
  })

  it('finds no hint in a mail without any', () => {
    expect(collectThreadHints({ ...mail, subject: 'Order 1042 / #5 / [1042]' }, options)).toEqual([])
  })
})

describe('decideThread', () => {
  const person = { isContradicted: false, isOnlyClaimed: false, isAligned: true, program: null }
  const candidate = (rule: ThreadCandidate['rule'], part: Part, token: ThreadCandidate['token'] = null) => [
    { rule, ticketId: 't1', token, part },
  ]
  const decided = (candidates: ThreadCandidate[], sender: Partial<Parameters<typeof decideThread>[1]> = {}) => {
    const decision = decideThread(candidates, { ...person, ...sender })
    return decision.kind === 'admitted' ? 'admitted' : `${decision.kind}: ${decision.reason}`
  }

  // rule, what the token is, how the sender takes part, what else is known of the sender, what follows
  it.each<
    [ThreadCandidate['rule'], ThreadCandidate['token'], Part, Partial<Parameters<typeof decideThread>[1]>, string]
  >([
    ['reply_address', 'own', 'customer', {}, 'admitted'],
    ['reply_address', 'own', 'copied', {}, 'admitted'],
    ['reply_address', 'own', null, {}, 'held: sender_not_participant'],
    ['reply_address', 'own', 'customer', { isContradicted: true }, 'held: sender_contradicted'],
    ['reply_address', 'own', 'customer', { isOnlyClaimed: true }, 'held: sender_only_claimed'],
    ['subject_number', null, 'customer', { isOnlyClaimed: true }, 'new: sender_only_claimed'],
    ['reply_address', 'other', 'customer', {}, 'held: token_of_another'],
    ['reply_address', 'other', 'writer', {}, 'held: token_of_another'],
    ['reply_address', 'other', null, {}, 'held: sender_not_participant'],
    ['reply_address', 'invalid', 'customer', {}, 'new: token_invalid'],
    ['reply_address', 'invalid', null, {}, 'new: token_invalid'],
    ['in_reply_to', null, 'customer', { isAligned: false }, 'admitted'],
    ['in_reply_to', null, 'copied', {}, 'admitted'],
    ['in_reply_to', null, null, {}, 'held: sender_not_participant'],
    ['in_reply_to', null, 'writer', { isContradicted: true }, 'held: sender_contradicted'],
    ['references', null, 'customer', {}, 'admitted'],
    ['references', null, null, {}, 'held: sender_not_participant'],
    ['in_reply_to', null, 'customer', { program: 'sender' }, 'admitted'],
    ['in_reply_to', null, 'writer', { program: 'sender' }, 'held: sender_is_program'],
    ['reply_address', 'own', 'copied', { program: 'sender' }, 'held: sender_is_program'],
    ['in_reply_to', null, 'writer', { program: 'responder' }, 'admitted'],
    ['in_reply_to', null, 'copied', { program: 'responder' }, 'held: sender_is_program'],
    ['subject_number', null, 'customer', {}, 'admitted'],
    ['subject_number', null, 'customer', { isAligned: false }, 'new: only_a_hint'],
    ['subject_number', null, 'copied', {}, 'new: only_a_hint'],
    ['subject_number', null, null, {}, 'new: sender_not_participant'],
    ['subject_number', null, 'customer', { isContradicted: true }, 'new: sender_contradicted'],
    ['body_marker', null, 'customer', {}, 'new: only_a_hint'],
    ['body_marker', null, null, {}, 'new: sender_not_participant'],
  ])('by %s (%s) from a sender who is %s with %o: %s', (rule, token, part, sender, expected) => {
    expect(decided(candidate(rule, part, token), sender)).toBe(expected)
  })

  it('continues to a later hint that admits the sender', () => {
    const [other] = candidate('reply_address', 'copied', 'other')
    const own = { rule: 'references' as const, ticketId: 't2', token: null, part: 'copied' as const }
    expect(decideThread(other ? [other, own] : [], person)).toEqual({
      kind: 'admitted',
      ticketId: 't2',
      rule: 'references',
    })
  })

  it('holds in the first ticket whose mail the sender has, otherwise suggests the first ticket', () => {
    const guessed = { rule: 'subject_number' as const, ticketId: 't1', token: null, part: null }
    const known = { rule: 'references' as const, ticketId: 't2', token: null, part: null }
    expect(decideThread([guessed, known], person)).toMatchObject({ kind: 'held', ticketId: 't2' })
    expect(decideThread([guessed], person)).toMatchObject({ kind: 'new', suggestedTicketId: 't1' })
  })

  it('creates a new ticket without a suggestion if there is no hint', () => {
    expect(decideThread([], person)).toEqual({ kind: 'new', suggestedTicketId: null, rule: null, reason: 'no_hint' })
  })
})
