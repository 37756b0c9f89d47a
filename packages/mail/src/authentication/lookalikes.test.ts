import { keyRecord, sign } from '@gotrs/mail/testing/authentication/signed-mail'
import { letter, verdictOn } from '@gotrs/mail/testing/authentication/verdict-on'
import { txt } from '@gotrs/mail/testing/authentication/zone'
import { expect, it } from 'vitest'

/** Each is `acme.example` for a program that folds letters, and another DNS name for one that does not. */
const lookalikes = [
  '\uff41cme.example',
  'acme\u3002example',
  'ac\u2133e.example',
  'a\u00adcme.example',
  'acme.\u24d4xample',
]
const client = { address: '192.0.2.1', name: 'client.test' }
const utf8 = (text: string) => Buffer.from(text).toString('latin1')

/** The owner of the other name publishes records for it. */
const anybody = (records: Record<string, unknown[]>) => async (name: string, type: string) => {
  const rows = name.includes('xn--') || /[^\0-\x7f]/.test(name) ? records[type] : undefined
  if (rows) return rows
  throw Object.assign(new Error(name), { code: 'ENOTFOUND' })
}

it.each(lookalikes)('a signature of %s is not one of the domain it looks like', async name => {
  const mail = await sign(letter(), { domain: 'acme.example' })
  const { verdict, results } = await verdictOn(mail.replace(/ d=acme.example;/, ` d=${utf8(name)};`))
  expect({ verdict, results }).toMatchObject({ verdict: 'unknown', results: { dkim: [{ result: 'not_checked' }] } })
})

it.each(lookalikes)('SPF of an envelope of %s is queried under the compared name', async name => {
  const dns = anybody({ TXT: txt('v=spf1 +all').TXT })
  expect((await verdictOn(letter(), { client, envelopeFrom: `x@${name}` }, dns)).verdict).toBe('unknown')
  expect((await verdictOn(letter(), { client: { ...client, name }, envelopeFrom: '' }, dns)).verdict).toBe('unknown')
})

it.each(lookalikes)('results that name %s are not of the domain it looks like', async name => {
  const results = `Authentication-Results: mx; dmarc=pass header.from=${utf8(name)}; dkim=pass header.d=${utf8(name)}\r\n`
  expect((await verdictOn(letter(results), { pinnedAuthservId: 'mx' })).verdict).toBe('unknown')
  const bytes = 'Authentication-Results: mx; dmarc=pass header.from=\xaacme.example\r\n'
  expect((await verdictOn(letter(bytes), { pinnedAuthservId: 'mx' })).verdict).toBe('unknown')
})

it('an internationalised domain is recognised as itself', async () => {
  const mail = letter().replace('acme', 'b\u00fccher')
  const signed = await sign(mail, { domain: 'xn--bcher-kva.example' })
  const zone = { 's._domainkey.xn--bcher-kva.example': keyRecord(), 'xn--bcher-kva.example': txt('v=spf1 +all') }
  const fromAddress = 'omar@b\u00fccher.example'
  expect((await verdictOn(utf8(signed), { fromAddress }, zone)).verdict).toBe('authenticated')
  const way = { client, envelopeFrom: 'x@b\u00fccher.example' }
  expect((await verdictOn(utf8(mail), { fromAddress, ...way }, zone)).verdict).toBe('authenticated')
})

it('SPF of an envelope of any length is queried under the compared name', async () => {
  const zone = { 'evil.example': txt('v=spf1 +all'), 'acme.example': txt('v=spf1 -all') }
  for (let length = 980; length < 1_040; length += 1) {
    const start = `"${'a'.repeat(length)}@evil.example`
    const envelopeFrom = `${start}"@acme.example`
    expect((await verdictOn(letter(), { client, envelopeFrom }, zone)).verdict).toBe('contradicted')
  }
})
