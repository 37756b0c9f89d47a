import { createHash } from 'node:crypto'
import { keyZone, sign } from '@gotrs/mail/testing/authentication/signed-mail'
import { letter, verdictOn } from '@gotrs/mail/testing/authentication/verdict-on'
import { resolverOf, txt, type Zone } from '@gotrs/mail/testing/authentication/zone'
import { describe, expect, it } from 'vitest'
import type { Resolve } from './bounded-resolver.ts'

const policy = { '_dmarc.acme.example': txt('v=DMARC1; p=reject') }
const client = { address: '192.0.2.1', name: 'client.acme.example' }
const envelopeFrom = 'omar@acme.example'
const broken = { TXT: 'ESERVFAIL' }

describe('a failure of DNS', () => {
  it('makes no verdict worse: the policy', async () => {
    const zone = { '_dmarc.acme.example': broken, 's._domainkey.acme.example': txt('v=DKIM1; p=AAAA') }
    const { verdict, reason } = await verdictOn(await sign(letter(), { domain: 'acme.example' }), {}, zone)
    expect(verdict).toBe('unknown')
    expect(reason).toContain('DNS')
  })

  it('makes no verdict worse: a key that signed a mail before', async () => {
    const zone: Zone = { ...keyZone('acme.example'), ...policy }
    const dns = resolverOf(zone)
    const resolve: Resolve = (name, type) => (name in failing ? resolverOf(failing) : dns)(name, type)
    const failing: Zone = {}
    const mail = await sign(letter(), { domain: 'acme.example' })
    const at = { client, envelopeFrom: 'x@bounce.test' }
    const known = new Set<string>()
    expect(await verdictOn(mail, at, resolve, 5_000, known)).toMatchObject({ verdict: 'authenticated' })
    failing['s._domainkey.acme.example'] = broken
    expect(await verdictOn(mail, at, resolve)).toMatchObject({ verdict: 'contradicted' })
    expect(await verdictOn(mail, at, resolve, 5_000, known)).toMatchObject({
      verdict: 'unknown',
      results: { dkim: [{ result: 'temperror' }] },
    })
    // A slow key that the mail names first changes nothing.
    delete failing['s._domainkey.acme.example']
    const slow: Resolve = (name, type) =>
      name.startsWith('slow.') ? new Promise(() => undefined) : resolve(name, type)
    await verdictOn(mail, at, slow)
    const named = await sign(letter(), { domain: 'acme.example', selector: 'slow' })
    const forged = named.replace(letter(), mail.replace('Omar <', 'Boss <'))
    expect((await verdictOn(forged, at, slow, 100)).verdict).toBe('contradicted')
  })

  it('of SPF makes the policy ineffective', async () => {
    const zone = { 'acme.example': broken, ...policy }
    expect(await verdictOn(letter(), { client, envelopeFrom }, zone)).toMatchObject({
      verdict: 'unknown',
      isAuthenticable: true,
      results: { spf: { result: 'temperror' } },
    })
  })

  it('does not affect checks that succeeded', async () => {
    const mail = await sign(letter(), { domain: 'acme.example' })
    const zone = { ...keyZone('acme.example'), 'acme.example': broken, '_dmarc.acme.example': broken }
    expect(await verdictOn(mail, { client, envelopeFrom }, zone)).toMatchObject({ verdict: 'authenticated' })
    const forbidden = { 'acme.example': txt('v=spf1 -all'), '_dmarc.acme.example': broken }
    expect(await verdictOn(letter(), { client, envelopeFrom }, forbidden)).toMatchObject({ verdict: 'contradicted' })
  })

  it('makes no verdict better: without the policy only the same domain is aligned', async () => {
    const mail = await sign(letter(), { domain: 'mail.acme.example' })
    const zone = { ...keyZone('mail.acme.example'), '_dmarc.acme.example': broken }
    expect(await verdictOn(mail, {}, zone)).toMatchObject({ verdict: 'unknown' })
  })

  it('cannot be caused by a mail with names that cannot exist', async () => {
    const bodyHash = createHash('sha256').update('Hello.\r\n').digest('base64')
    const header = (selector: string) =>
      `DKIM-Signature: v=1; a=rsa-sha256; d=acme.example; s=${selector}; h=from; bh=${bodyHash}; b=AAAA\r\n`
    const real = resolverOf(policy)
    // The error of c-ares, which does not query such a name.
    const resolve: Resolve = (name, type) =>
      name.length > 253 ? Promise.reject(Object.assign(new Error(name), { code: 'EFORMERR' })) : real(name, type)
    for (const selector of ['a'.repeat(64), 'a..b', 'a b', `${'a.'.repeat(120)}a`]) {
      expect((await verdictOn(letter(header(selector)), {}, resolve)).verdict).toBe('contradicted')
    }
  })

  it('times out if DNS never answers', async () => {
    const started = performance.now()
    const mail = await sign(letter(), { domain: 'acme.example' })
    const result = await verdictOn(
      mail,
      { client, envelopeFrom, pinnedAuthservId: 'mx.example' },
      () => new Promise(() => undefined),
      100,
    )
    expect(result).toMatchObject({ verdict: 'unknown', isAuthenticable: false, isEnvelopeAligned: true })
    expect(performance.now() - started).toBeLessThan(3_000)
  })
})

describe('whether a genuine mail could have been authenticated', () => {
  it.each([
    ['nothing is published', {}, client, false],
    ['there is a policy', { '_dmarc.acme.example': txt('v=DMARC1; p=none') }, null, true],
    ['there is SPF, and the client is known', { 'acme.example': txt('other', 'v=spf1 ~all') }, client, true],
    ['there is SPF, and the client is not known', { 'acme.example': txt('v=spf1 ~all') }, null, false],
    [
      'there is SPF, and the client is a relay of our own',
      { 'acme.example': txt('v=spf1 ~all') },
      { ...client, address: '10.0.0.1' },
      false,
    ],
    ['DNS fails', { '_dmarc.acme.example': broken, 'acme.example': broken }, client, false],
  ])('%s', async (_what, zone, from, isAuthenticable) => {
    expect(await verdictOn(letter(), { client: from, envelopeFrom: 'x@bounce.test' }, zone)).toMatchObject({
      verdict: 'unknown',
      isAuthenticable,
      isEnvelopeAligned: false,
    })
  })

  it('is shown by a valid signature, and by a check of the pinned server', async () => {
    const mail = await sign(letter(), { domain: 'acme.example' })
    expect(await verdictOn(mail, {}, keyZone('acme.example'))).toMatchObject({ isAuthenticable: true })
    const checked = (result: string) =>
      verdictOn(letter(`Authentication-Results: mx; ${result}\r\n`), { pinnedAuthservId: 'mx' })
    expect(await checked('spf=softfail smtp.mailfrom=acme.example')).toMatchObject({ isAuthenticable: true })
    expect(await checked('spf=none')).toMatchObject({ isAuthenticable: false })
  })
})

describe('an empty envelope', () => {
  it('is checked by the name of the client, and is not aligned', async () => {
    const zone = { 'client.acme.example': txt('v=spf1 ip4:192.0.2.1 -all') }
    expect(await verdictOn(letter(), { client, envelopeFrom: '' }, zone)).toMatchObject({
      verdict: 'authenticated',
      isEnvelopeAligned: false,
      results: { spf: { domain: 'client.acme.example', result: 'pass' } },
    })
  })
})

it('SPF also checks a client with an IPv6 address', async () => {
  const zone = { 'acme.example': txt('v=spf1 ip6:2001:db8::/32 -all') }
  const from = (address: string) => verdictOn(letter(), { client: { address, name: 'c' }, envelopeFrom }, zone)
  expect((await from('2001:db8::5')).verdict).toBe('authenticated')
  expect((await from('2001:db9::5')).verdict).toBe('contradicted')
})
