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
