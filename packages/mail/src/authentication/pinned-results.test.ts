import { letter, verdictOn } from '@gotrs/mail/testing/authentication/verdict-on'
import { txt } from '@gotrs/mail/testing/authentication/zone'
import { describe, expect, it } from 'vitest'

const pinnedAuthservId = 'MX.example'
const policy = { '_dmarc.acme.example': txt('v=DMARC1; p=reject') }
const found = (...values: string[]) => letter(values.map(it => `Authentication-Results: ${it}\r\n`).join(''))
const verdict = async (mail: string, about = {}, zone = {}) =>
  (await verdictOn(mail, { pinnedAuthservId, ...about }, zone)).verdict

describe('the pinned server', () => {
  it.each([
    'mx.example; dmarc=pass header.from=acme.example',
    'mx.example 1; dmarc=pass (p=reject) header.from=mail.acme.example',
    'mx.example; dkim=fail header.d=acme.example; dkim=pass header.d=acme.example header.s=one',
    'mx.example; spf=pass smtp.mailfrom=bounces@mail.acme.example',
    '"mx.example"; spf=pass smtp.mailfrom=acme.example',
  ])('authenticates by %s', async value => {
    expect(await verdict(found(value))).toBe('authenticated')
    expect(await verdict(found(value), {}, policy)).toBe('authenticated')
  })

  it.each([
    'mx.example; dmarc=pass header.from=evil.example',
    'mx.example; dmarc=pass',
    'mx.example; dmarc=pass header.from=acme.example header.from=evil.example',
    'mx.example; spf=pass smtp.helo=acme.example',
    'mx.example; spf=pass smtp.mailfrom="<acme.example>"@evil.example',
    'mx.example; spf=pass smtp.mailfrom="x@acme.example"@evil.example',
    'mx.example; dkim=pass header.i=@acme.example',
    'mx.example; dkim=pass header.d=example',
    'mx.example; dkim=pass header.d=evil.example header.i=omar@acme.example',
    'mx.example; auth=pass (dkim=pass header.d=acme.example)',
    'mx.example; spf=softfail reason="spf=pass smtp.mailfrom=acme.example; dmarc=pass header.from=acme.example"',
    'other.example; dmarc=pass header.from=acme.example',
    'mx.example.evil.example; dmarc=pass header.from=acme.example',
    'evil.example (mx.example); dmarc=pass header.from=acme.example',
    '"evil.example; mx.example"; dmarc=pass header.from=acme.example',
    'mx.example; toString=pass header.from=acme.example',
  ])('does not authenticate by %s', async value => {
    expect(await verdict(found(value))).toBe('unknown')
    expect(await verdict(found(value), {}, policy)).toBe('contradicted')
  })

  it('counts by its topmost header: other headers with its name came with the mail', async () => {
    const pass = 'mx.example; dmarc=pass header.from=acme.example'
    expect(await verdict(found('mx.example; spf=neutral', pass))).toBe('unknown')
    expect(await verdict(found('relay.example; spf=none', pass))).toBe('authenticated')
    expect(await verdict(found('mx.example; dmarc=fail header.from=acme.example', pass))).toBe('contradicted')
  })

  it('contradicts with dmarc=fail, despite other results', async () => {
    const value = 'mx.example; dkim=pass header.d=acme.example; spf=pass smtp.mailfrom=acme.example; dmarc=fail'
    expect(await verdict(found(value))).toBe('contradicted')
  })

  it('ignores other servers, and other headers and words that look like results', async () => {
    const pass = 'mx.example; dmarc=pass header.from=acme.example; x-note=ok (dmarc=fail)'
    const mail = `Received-SPF: fail (mx.example: not permitted)\r\n${found('forger.example; dmarc=fail; spf=fail', pass)}`
    expect(await verdict(mail)).toBe('authenticated')
    expect(await verdict(`Received-SPF: fail\r\n${found('forger.example; dmarc=fail')}`)).toBe('unknown')
  })

  it('is missing if none is named', async () => {
    const mail = found('; dmarc=pass header.from=acme.example', 'mx.example; dmarc=pass header.from=acme.example')
    expect(await verdictOn(mail)).toMatchObject({ verdict: 'unknown', results: { pinned: null } })
  })

  it('is read without decoding encoded words', async () => {
    const local = '=?utf-8?q?a=3B_dmarc=3Dpass_header.from=3Dacme.example=3B_x=3D?='
    expect(await verdict(found(`mx.example; spf=pass smtp.mailfrom=${local}@evil.example`))).toBe('unknown')
    expect(await verdict(found(`mx.example; spf=none =?utf-8?q?=3B_dmarc=3Dpass_header.from=3Dacme.example?=`))).toBe(
      'unknown',
    )
  })

  it('never authenticates a mail whose sender is ambiguous', async () => {
    const mail = found('mx.example; dmarc=pass header.from=acme.example')
    expect(await verdict(mail, { fromIsAmbiguous: true })).toBe('contradicted')
  })
})

describe('a mail over SMTP', () => {
  const mail = found('mx.example; dmarc=pass header.from=acme.example')
  const from = (address: string) => ({ client: { address, name: 'mx.example' }, envelopeFrom: 'omar@acme.example' })

  it.each(['127.0.0.1', '::1', '::ffff:10.0.0.5', '172.20.0.3', 'fd00::5'])(
    'has no results and no SPF from a private address (%s), which every stranger behind a gateway has',
    async address => {
      const zone = { 'acme.example': txt('v=spf1 -all') }
      expect(await verdictOn(mail, { pinnedAuthservId, ...from(address) }, zone)).toMatchObject({
        verdict: 'unknown',
        results: { spf: { result: 'not_checked' }, pinned: { isTrusted: false } },
      })
    },
  )

  it('has results from a named relay', async () => {
    const zone = { 'acme.example': txt('v=spf1 -all') }
    expect(await verdictOn(mail, { pinnedAuthservId, ...from('127.0.0.1'), client: null }, zone)).toMatchObject({
      verdict: 'authenticated',
      results: { spf: { result: 'not_checked' }, pinned: { isTrusted: true } },
    })
    const inner = { ...zone, 'mx.example': { A: ['172.20.0.3'] } }
    expect(await verdict(mail, from('172.20.0.3'), inner)).toBe('authenticated')
    expect(await verdict(mail, from('172.20.0.1'), inner)).toBe('unknown')
  })

  it('has results from the address of the pinned server', async () => {
    const zone = { 'mx.example': { A: ['192.0.2.25'], AAAA: ['2001:db8::25'] }, 'acme.example': txt('v=spf1 -all') }
    expect(await verdict(mail, from('192.0.2.25'), zone)).toBe('authenticated')
    expect(await verdict(mail, from('2001:db8::25'), zone)).toBe('authenticated')
  })

  it('has no results from a stranger, who can forge them', async () => {
    const zone = { 'mx.example': { A: ['192.0.2.25'] } }
    expect(await verdictOn(mail, { pinnedAuthservId, ...from('192.0.2.66') }, zone)).toMatchObject({
      verdict: 'unknown',
      results: { pinned: { isTrusted: false, says: ['dmarc=pass acme.example'] } },
    })
    expect(await verdict(mail, from('192.0.2.66'), { 'mx.example': { A: 'ESERVFAIL' } })).toBe('unknown')
    expect(await verdict(mail, from('192.0.2.66'), policy)).toBe('contradicted')
  })
})
