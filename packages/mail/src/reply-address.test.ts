import { describe, expect, it } from 'vitest'
import {
  readForwardAddress,
  readReplyAddress,
  readReplyToken,
  signForwardAddress,
  signReplyAddress,
  signReplyToken,
  verifyForwardToken,
  verifyReplyToken,
} from './reply-address.ts'

const claim = {
  ticketId: '0198c0de-0000-7000-8000-000000001042',
  ticketNumber: 1042,
  secret: Buffer.from('a secret of at least sixteen bytes'),
}
const mailboxAddress = 'support@gotrs.example'

describe('signReplyAddress', () => {
  it('names the ticket and carries a mac of 100 bits in the local part', () => {
    const address = signReplyAddress({ ...claim, mailboxAddress })
    expect(address).toMatch(/^support\+t1042-[a-z2-7]{20}@gotrs\.example$/)
  })

  it('verifies after a round trip, in whatever case a mail system returns it', () => {
    const token = readReplyAddress(signReplyAddress({ ...claim, mailboxAddress }).toUpperCase())
    expect(token?.ticketNumber).toBe(1042)
    expect(verifyReplyToken({ ...claim, mac: token?.mac ?? '' })).toBe(true)
  })

  it('keeps a plus part that the mailbox itself has', () => {
    const address = signReplyAddress({ ...claim, mailboxAddress: 'support+eu@gotrs.example' })
    expect(address).toMatch(/^support\+eu\+t1042-/)
    expect(readReplyAddress(address)?.ticketNumber).toBe(1042)
  })

  it('shortens the mac to no less than 80 bits where the name is long, and refuses a longer name', () => {
    const long = `${'a'.repeat(40)}@gotrs.example`
    const token = readReplyAddress(signReplyAddress({ ...claim, mailboxAddress: long }))
    expect(token?.mac).toHaveLength(17)
    expect(verifyReplyToken({ ...claim, mac: token?.mac ?? '' })).toBe(true)
    expect(() => signReplyAddress({ ...claim, mailboxAddress: `${'a'.repeat(42)}@gotrs.example` })).toThrow('too long')
  })

  it('gives every address a local part of at most 64 octets', () => {
    const address = signReplyAddress({
      ...claim,
      ticketNumber: 123456789,
      mailboxAddress: `${'a'.repeat(36)}@x.example`,
    })
    expect(address.indexOf('@')).toBe(64)
  })
})

describe('verifyReplyToken', () => {
  const mac = readReplyToken(signReplyToken(claim))?.mac ?? ''

  it.each([
    ['another ticket id', { ...claim, ticketId: '0198c0de-0000-7000-8000-000000001043' }],
    ['another ticket number', { ...claim, ticketNumber: 1043 }],
    ['another secret', { ...claim, secret: Buffer.from('another secret of sixteen bytes') }],
    ['a recipient that the token was not bound to', { ...claim, recipientId: 'person-1' }],
  ])('refuses %s', (_, other) => {
    expect(verifyReplyToken({ ...other, mac })).toBe(false)
  })

  it('accepts a bound token for its own recipient only', () => {
    const bound = readReplyToken(signReplyToken({ ...claim, recipientId: 'person-1' }))?.mac ?? ''
    expect(verifyReplyToken({ ...claim, recipientId: 'person-1', mac: bound })).toBe(true)
    expect(verifyReplyToken({ ...claim, recipientId: 'person-2', mac: bound })).toBe(false)
    expect(verifyReplyToken({ ...claim, mac: bound })).toBe(false)
  })

  it('refuses a mac that was cut below 80 bits, or changed in one character', () => {
    expect(verifyReplyToken({ ...claim, mac: mac.slice(0, 15) })).toBe(false)
    expect(verifyReplyToken({ ...claim, mac: mac.slice(0, 19) + (mac.endsWith('a') ? 'b' : 'a') })).toBe(false)
    expect(verifyReplyToken({ ...claim, mac: '' })).toBe(false)
  })
})

describe('readReplyAddress', () => {
  it.each(['support@gotrs.example', 'support+t1042@gotrs.example', 'support+t1042-short@gotrs.example', '+@', '', 'x'])(
    'finds no token in %j',
    address => expect(readReplyAddress(address)).toBeNull(),
  )
})

describe('an answer to a note', () => {
  const note = { ...claim, audience: 'note' as const }

  it('has a token that says so, and verifies as a note alone', () => {
    const token = readReplyAddress(signReplyAddress({ ...note, mailboxAddress }).toUpperCase())
    expect(token).toEqual({ ticketNumber: 1042, mac: expect.stringMatching(/^[a-z2-7]{20}$/), audience: 'note' })
    expect(verifyReplyToken({ ...note, mac: token?.mac ?? '' })).toBe(true)
    expect(verifyReplyToken({ ...claim, mac: token?.mac ?? '' })).toBe(false)
    expect(verifyReplyToken({ ...claim, audience: 'public', mac: token?.mac ?? '' })).toBe(false)
  })

  it('is not reached by the mac of a public token', () => {
    const mac = readReplyToken(signReplyToken(claim))?.mac ?? ''
    expect(verifyReplyToken({ ...note, mac })).toBe(false)
    expect(readReplyToken(`n1042-${mac}`)?.audience).toBe('note')
  })

  it('leaves the tokens of public answers as they always were', () => {
    expect(signReplyToken(claim)).toBe('t1042-gjrkc2qwbb3qdenqdcwc')
    expect(signReplyToken({ ...claim, audience: 'public' })).toBe('t1042-gjrkc2qwbb3qdenqdcwc')
  })
})

describe('the forwarding address of an agent', () => {
  const agent = { agentId: claim.ticketId, secret: claim.secret }
  const address = signForwardAddress({ ...agent, mailboxAddress })
  const mac = readForwardAddress(address)?.mac ?? ''

  it('verifies for that agent alone, in whatever case', () => {
    expect(address).toMatch(/^support\+fwd-[a-z2-7]{20}@gotrs\.example$/)
    expect(readForwardAddress(address.toUpperCase())).toEqual({ mac })
    expect(verifyForwardToken({ ...agent, mac })).toBe(true)
    expect(verifyForwardToken({ ...agent, agentId: 'somebody-else', mac })).toBe(false)
    expect(verifyForwardToken({ ...agent, secret: Buffer.from('another secret of sixteen bytes'), mac })).toBe(false)
    expect(verifyForwardToken({ ...agent, mac: mac.slice(0, 15) })).toBe(false)
  })

  it('is no reply address, and the other way round', () => {
    const reply = signReplyAddress({ ...claim, mailboxAddress })
    expect(readReplyAddress(address)).toBeNull()
    expect(readForwardAddress(reply)).toBeNull()
    for (const audience of ['public', 'note'] as const) {
      const replyMac = readReplyToken(signReplyToken({ ...claim, audience }))?.mac ?? ''
      expect(verifyForwardToken({ ...agent, mac: replyMac })).toBe(false)
      expect(verifyReplyToken({ ...claim, audience, mac })).toBe(false)
    }
  })

  it.each(['support@gotrs.example', 'support+fwd-@gotrs.example', 'support+fwd-short@gotrs.example', '+fwd-@', ''])(
    'is not %j',
    other => expect(readForwardAddress(other)).toBeNull(),
  )
})
