import { expect, it } from 'vitest'
import { maskTokens, maskTokensIn } from './mask-tokens.ts'
import { signAgentAddress, signForwardAddress, signReplyAddress } from './reply-address.ts'

const secret = Buffer.from('a secret of at least sixteen bytes')
const at = { mailboxAddress: 'support@gotrs.example', ticketId: 'x', ticketNumber: 1042, secret }
const issuedAt = new Date('2026-11-02T09:00:00Z')
const reply = signReplyAddress({ ...at, recipient: 'omar@acme.example' })
const agent = signAgentAddress({ ...at, agentId: 'a', audience: 'note', issuedAt })
const forward = signForwardAddress({ ...at, agentId: 'a', issuedAt })
const secretOf = (address: string) => address.slice(address.indexOf('-') + 1, address.indexOf('@'))

it.each([
  ['a customer', reply],
  ['an agent', agent],
  ['an agent who forwards', forward],
])('hides the secret part of the address of %s, in any case', (_, address) => {
  for (const written of [address, address.toUpperCase()]) {
    const masked = maskTokens(`Reply-To: "Support" <${written}>\r\nX: ${written}`)
    expect(masked.toLowerCase()).not.toContain(secretOf(address))
    expect(masked.toLowerCase()).toContain('*@gotrs.example')
  }
})

it('hides it at any line break of quoted-printable, and with encoded plus and at signs', () => {
  for (let cut = 8; cut < reply.indexOf('@'); cut += 1) {
    const folded = `${reply.slice(0, cut)}=\r\n${reply.slice(cut)}`.replace('@', '=40')
    const masked = maskTokens(folded.replace('+', cut % 2 ? '+' : '=2B'))
    expect(masked.replaceAll('=\r\n', ''), `cut at ${cut}`).not.toContain(secretOf(reply))
  }
})

it('hides the reference line below the text of older mails', () => {
  expect(maskTokens('ref:t1042-gjrkc2qwbb3qdenqdcwc:gotrs')).toBe(`ref:t1042-${'*'.repeat(20)}:gotrs`)
})

it('does not change other addresses and numbers', () => {
  const text = 'a+b@x.example support+t1042@x.example order t1042-abc, +49 30 1234567-890, f+w@x'
  expect(maskTokens(text)).toBe(text)
})

it('hides it in pieces of any size, and keeps every other byte', async () => {
  const before = 'x'.repeat(300)
  const raw = Buffer.from(`${before}\r\nReply-To: <${reply}>\r\n\r\n${agent} \xff ${'y'.repeat(300)}`, 'latin1')
  for (const size of [1, 7, 64, 317, 4_096]) {
    const pieces = Array.from({ length: Math.ceil(raw.length / size) }, (_, at) =>
      raw.subarray(at * size, (at + 1) * size),
    )
    const stream = (async function* () {
      yield* pieces
    })()
    const out: Buffer[] = []
    for await (const piece of maskTokensIn(stream)) out.push(piece)
    const masked = Buffer.concat(out)
    expect(masked.toString('latin1')).toBe(maskTokens(raw.toString('latin1')))
    expect(masked.length).toBe(raw.length)
  }
})
