import { sign } from '@gotrs/mail/testing/authentication/signed-mail'
import { letter, verdictOn } from '@gotrs/mail/testing/authentication/verdict-on'
import { expect, it } from 'vitest'

const client = { address: '192.0.2.1', name: 'client.test' }
const failure = (code: string) => Object.assign(new Error(code), { code })
/** The domain refuses what is not signed; one old subdomain of it is delegated to servers that are gone. */
const dns = async (name: string) => {
  if (name === '_dmarc.acme.example') return [['v=DMARC1; p=reject']]
  if (name === 'acme.example') return [['v=spf1 ip4:192.0.2.25 -all']]
  throw failure(name.includes('old.') ? 'ESERVFAIL' : 'ENOTFOUND')
}

it('a forged signature of a subdomain that does not answer does not lift the policy of the domain', async () => {
  const mail = await sign(letter(), { domain: 'old.acme.example' })
  expect((await verdictOn(mail, { client, envelopeFrom: 'x@evil.example' }, dns)).verdict).toBe('contradicted')
})

it('nor does an envelope of one', async () => {
  expect((await verdictOn(letter(), { client, envelopeFrom: 'x@old.acme.example' }, dns)).verdict).toBe('contradicted')
})

it('nor does the name of a client without an envelope', async () => {
  const named = { ...client, name: 'old.acme.example' }
  expect((await verdictOn(letter(), { client: named, envelopeFrom: '' }, dns)).verdict).toBe('contradicted')
})

it('nor does a key of the domain itself that is kept by servers that are gone', async () => {
  const mail = await sign(letter(), { domain: 'acme.example', selector: 'old' })
  expect((await verdictOn(mail, { client, envelopeFrom: 'x@evil.example' }, dns)).verdict).toBe('contradicted')
})

it('nor does one lift what SPF forbids', async () => {
  const withoutPolicy = (name: string) => (name.startsWith('_dmarc') ? Promise.reject(failure('ENOTFOUND')) : dns(name))
  const mail = await sign(letter(), { domain: 'old.acme.example' })
  const about = { client, envelopeFrom: 'x@acme.example' }
  expect((await verdictOn(mail, about, withoutPolicy)).verdict).toBe('contradicted')
})
