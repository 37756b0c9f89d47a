import { describe, expect, it } from 'vitest'
import {
  agentTokenExpiry,
  readForwardAddress,
  readReplyAddress,
  signAgentAddress,
  signForwardAddress,
  signReplyAddress,
  verifyAgentToken,
  verifyForwardToken,
  verifyReplyToken,
} from './reply-address.ts'

const secret = Buffer.from('a secret of at least sixteen bytes')
const ticket = { ticketId: '0198c0de-0000-7000-8000-000000001042', ticketNumber: 1042, secret }
const claim = { ...ticket, recipient: 'omar@acme.example', secrets: [secret] }
const mailboxAddress = 'support@gotrs.example'
const issuedAt = new Date('2026-11-02T09:00:00Z')
const daysLater = (days: number) => new Date(issuedAt.getTime() + days * 86_400_000)

const noToken = { ticketNumber: 0, mac: '', audience: 'public' as const, issuedDay: null }
const tokenIn = (address: string) => readReplyAddress(address) ?? noToken

describe('the reply address of a recipient', () => {
  const address = signReplyAddress({ ...claim, mailboxAddress })

  it('names the ticket and carries a mac of 100 bits in the local part', () => {
    expect(address).toMatch(/^support\+t1042-[a-z2-7]{20}@gotrs\.example$/)
  })

  it('is valid only for its recipient, in any case that a mail system returns', () => {
    const token = tokenIn(address.toUpperCase())
    expect(token.ticketNumber).toBe(1042)
    expect(verifyReplyToken({ ...claim, ...token })).toBe(true)
    expect(verifyReplyToken({ ...claim, ...token, recipient: 'OMAR@acme.example' })).toBe(true)
    expect(verifyReplyToken({ ...claim, ...token, recipient: 'nora@acme.example' })).toBe(false)
    expect(verifyReplyToken({ ...claim, ...token, recipient: '' })).toBe(false)
  })

  it('is valid under a previous secret', () => {
    const secrets = [Buffer.from('another secret of sixteen bytes'), secret]
    expect(verifyReplyToken({ ...claim, ...tokenIn(address), secrets })).toBe(true)
  })

  it.each([
    ['another ticket id', { ticketId: '0198c0de-0000-7000-8000-000000001043' }],
    ['another ticket number', { ticketNumber: 1043 }],
    ['another secret', { secrets: [Buffer.from('another secret of sixteen bytes')] }],
    ['the audience of a note', { audience: 'note' as const }],
    ['a day, as an agent has it', { issuedDay: 20_759 }],
  ])('rejects %s', (_, other) => {
    expect(verifyReplyToken({ ...claim, ...tokenIn(address), ...other })).toBe(false)
  })

  it('rejects a MAC that is shorter than 80 bits, or differs in one character', () => {
    const { mac } = tokenIn(address)
    const verify = (changed: string) => verifyReplyToken({ ...claim, ...tokenIn(address), mac: changed })
    expect(verify(mac.slice(0, 15))).toBe(false)
    expect(verify(mac.slice(0, 19) + (mac.endsWith('a') ? 'b' : 'a'))).toBe(false)
    expect(verify('')).toBe(false)
  })

  it('keeps the plus part of the mailbox', () => {
    const plus = signReplyAddress({ ...claim, mailboxAddress: 'support+eu@gotrs.example' })
    expect(plus).toMatch(/^support\+eu\+t1042-/)
    expect(readReplyAddress(plus)?.ticketNumber).toBe(1042)
  })

  it('shortens the MAC to at least 80 bits for a long name, and rejects a longer name', () => {
    const token = tokenIn(signReplyAddress({ ...claim, mailboxAddress: `${'a'.repeat(40)}@gotrs.example` }))
    expect(token.mac).toHaveLength(17)
    expect(verifyReplyToken({ ...claim, ...token })).toBe(true)
    expect(() => signReplyAddress({ ...claim, mailboxAddress: `${'a'.repeat(42)}@gotrs.example` })).toThrow('too long')
  })

  it('has a local part of at most 64 octets', () => {
    const long = { ...claim, ticketNumber: 123456789, mailboxAddress: `${'a'.repeat(36)}@x.example` }
    expect(signReplyAddress(long).indexOf('@')).toBe(64)
  })

  it.each(['support@gotrs.example', 'support+t1042@gotrs.example', 'support+t1042-short@gotrs.example', '+@', '', 'x'])(
    'is not %j',
    other => expect(readReplyAddress(other)).toBeNull(),
  )
})

describe('the address at which an agent answers a notification', () => {
  const agent = { ...ticket, agentId: 'agent-1', audience: 'note' as const, secrets: [secret] }
  const address = signAgentAddress({ ...agent, issuedAt, mailboxAddress })
  const stateAt = (days: number, other = {}) =>
    verifyAgentToken({ ...agent, ...tokenIn(address), ...other }, daysLater(days))

  it('names the audience of the answer', () => {
    expect(address).toMatch(/^support\+n1042x[0-9a-z]{3,4}-[a-z2-7]{20}@gotrs\.example$/)
    expect(tokenIn(address).audience).toBe('note')
  })

  it('expires 14 days after the notification it came with', () => {
    expect(stateAt(0)).toBe('valid')
    expect(stateAt(14)).toBe('valid')
    expect(stateAt(15)).toBe('expired')
    expect(agentTokenExpiry(issuedAt).toISOString()).toBe('2026-11-16T23:59:59.999Z')
  })

  it('is invalid before its creation, with a tolerance of one day for wrong clocks', () => {
    expect(stateAt(-1)).toBe('valid')
    expect(stateAt(-2)).toBe('expired')
  })

  it.each([
    ['another agent', { agentId: 'agent-2' }],
    ['another audience', { audience: 'public' as const }],
    ['a later day', { issuedDay: 20_765 }],
    ['no day', { issuedDay: null }],
    ['another ticket', { ticketId: '0198c0de-0000-7000-8000-000000001043' }],
  ])('rejects %s', (_, other) => expect(stateAt(0, other)).toBe('invalid'))

  it('is no reply address of a customer, and the other way round', () => {
    expect(verifyReplyToken({ ...claim, ...tokenIn(address) })).toBe(false)
    const ofCustomer = tokenIn(signReplyAddress({ ...claim, mailboxAddress }))
    expect(verifyAgentToken({ ...agent, ...ofCustomer }, issuedAt)).toBe('invalid')
  })
})

describe('the forwarding address of an agent', () => {
  const agent = { agentId: ticket.ticketId, secret, secrets: [secret] }
  const address = signForwardAddress({ ...agent, issuedAt, mailboxAddress })
  const token = readForwardAddress(address) ?? { mac: '', issuedDay: null }
  const stateAt = (days: number, other = {}) => verifyForwardToken({ ...agent, ...token, ...other }, daysLater(days))

  it('is valid only for that agent, in any case, for 14 days', () => {
    expect(address).toMatch(/^support\+fwdx[0-9a-z]{3,4}-[a-z2-7]{20}@gotrs\.example$/)
    expect(readForwardAddress(address.toUpperCase())).toEqual(token)
    expect(stateAt(14)).toBe('valid')
    expect(stateAt(15)).toBe('expired')
  })

  it.each([
    ['another agent', { agentId: 'somebody-else' }],
    ['another secret', { secrets: [Buffer.from('another secret of sixteen bytes')] }],
    ['a cut mac', { mac: token.mac.slice(0, 15) }],
    ['no day', { issuedDay: null }],
  ])('rejects %s', (_, other) => expect(stateAt(0, other)).toBe('invalid'))

  it('is no reply address, and the other way round', () => {
    expect(readReplyAddress(address)).toBeNull()
    expect(readForwardAddress(signReplyAddress({ ...claim, mailboxAddress }))).toBeNull()
    expect(verifyReplyToken({ ...claim, ...tokenIn(`support+t1042-${token.mac}@gotrs.example`) })).toBe(false)
  })

  it.each(['support@gotrs.example', 'support+fwd-@gotrs.example', 'support+fwd-short@gotrs.example', '+fwd-@', ''])(
    'is not %j',
    other => expect(readForwardAddress(other)).toBeNull(),
  )
})
