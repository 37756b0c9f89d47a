import { describe, expect, test } from 'vitest'
import { judgeSender } from './sender.ts'

const judge = (headers: [string, string][], envelopeFrom: string | null = 'omar@acme.example') =>
  judgeSender({ from: { name: 'Omar', address: 'omar@acme.example' }, fromIsAmbiguous: false, headers }, envelopeFrom)
const results = (value: string): [string, string] => ['Authentication-Results', value]

describe('a sender', () => {
  test.each<[string, [string, string][]]>([
    ['DMARC failed', [results('mx.example; spf=pass; dkim=pass; dmarc=fail')]],
    ['SPF failed', [results('mx.example; spf=softfail')]],
    ['SPF failed by its own header', [['Received-SPF', 'fail (mx.example: not permitted)']]],
    [
      'SPF failed, and the signature is good by a header of the sender’s own',
      [results('mx.example; spf=fail'), results('forger.example; dkim=pass')],
    ],
  ])('is forged where %s', (_what, headers) => {
    expect(judge(headers)).toMatchObject({ isForged: true, isVerified: false, isConfirmed: false })
  })

  test.each<[string, [string, string][]]>([
    ['nothing is said', []],
    ['a forwarder failed SPF, but the signature is good', [results('mx.example; dkim=pass; spf=fail')]],
    [
      'the same server says so in two headers',
      [results('mx.example 1; dkim=pass header.d=acme.example'), results('mx.example; spf=fail')],
    ],
  ])('is believed where %s', (_what, headers) => {
    expect(judge(headers)).toMatchObject({ isForged: false, isVerified: true })
  })

  test('is neither forged nor verified where only the envelope is of another domain', () => {
    expect(judge([], 'bounce@relay.example')).toMatchObject({ isForged: false, isVerified: false })
    expect(judge([], 'bounce@mail.acme.example')).toMatchObject({ isVerified: true })
  })
})

describe('a sender is authenticated', () => {
  const at = (from: string, ...headers: [string, string][]) =>
    judgeSender({ from: { name: '', address: from }, fromIsAmbiguous: false, headers }, null, 'MX.example')

  test.each([
    'mx.example; dmarc=pass header.from=acme.example',
    'mx.example 1; dkim=fail header.d=acme.example; dkim=pass (2048 bit) header.i=@acme.example header.s=one',
    'mx.example; spf=pass smtp.mailfrom=bounces@acme.example',
  ])('by %s', value => {
    expect(at('omar@acme.example', results(value))).toMatchObject({ isAuthenticated: true, isVerified: true })
    expect(at('omar@mail.acme.example', results(value))?.isAuthenticated).toBe(!value.includes('dmarc'))
  })

  test.each([
    'mx.example; dmarc=pass header.from=evil.example',
    'mx.example; spf=pass smtp.helo=acme.example',
    'mx.example; dkim=pass header.d=example',
    'mx.example; auth=pass (dkim=pass header.d=acme.example)',
  ])('not by %s', value => {
    expect(at('omar@acme.example', results(value))).toMatchObject({ isAuthenticated: false })
  })

  test('not where any server says that it is forged, nor where no server is named', () => {
    const passed = results('mx.example; dmarc=pass')
    expect(at('omar@acme.example', passed, results('other.example; dmarc=fail'))).toMatchObject({
      isAuthenticated: false,
      isForged: true,
    })
    expect(at('omar@acme.example', passed, ['Received-SPF', 'softfail'])?.isAuthenticated).toBe(true)
    expect(judge([passed])).toMatchObject({ isAuthenticated: false, isVerified: true })
  })
})
