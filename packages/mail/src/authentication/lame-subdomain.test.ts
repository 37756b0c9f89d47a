import { sign } from '@gotrs/mail/testing/authentication/signed-mail'
import { letter, verdictOn } from '@gotrs/mail/testing/authentication/verdict-on'
import { expect, it } from 'vitest'

const client = { address: '192.0.2.1', name: 'client.test' }
const failure = (code: string) => Object.assign(new Error(code), { code })
/** The domain has `p=reject`; one old subdomain is delegated to servers that no longer exist. */
const dns = async (name: string) => {
  if (name === '_dmarc.acme.example') return [['v=DMARC1; p=reject']]
  if (name === 'acme.example') return [['v=spf1 ip4:192.0.2.25 -all']]
  throw failure(name.includes('old.') ? 'ESERVFAIL' : 'ENOTFOUND')
}

it('a forged signature of a subdomain that does not answer does not lift the policy of the domain', async () => {
  const mail = await sign(letter(), { domain: 'old.acme.example' })
  expect((await verdictOn(mail, { client, envelopeFrom: 'x@evil.example' }, dns)).verdict).toBe('contradicted')
})

it('an envelope of such a subdomain does not lift it, either', async () => {
  expect((await verdictOn(letter(), { client, envelopeFrom: 'x@old.acme.example' }, dns)).verdict).toBe('contradicted')
})

it('the name of a client with an empty envelope does not lift it, either', async () => {
  const named = { ...client, name: 'old.acme.example' }
  expect((await verdictOn(letter(), { client: named, envelopeFrom: '' }, dns)).verdict).toBe('contradicted')
})

it('an unavailable key of the domain itself does not lift it, either', async () => {
  const mail = await sign(letter(), { domain: 'acme.example', selector: 'old' })
  expect((await verdictOn(mail, { client, envelopeFrom: 'x@evil.example' }, dns)).verdict).toBe('contradicted')
})

it('an unavailable name does not lift a failure of SPF, either', async () => {
  const withoutPolicy = (name: string) => (name.startsWith('_dmarc') ? Promise.reject(failure('ENOTFOUND')) : dns(name))
  const mail = await sign(letter(), { domain: 'old.acme.example' })
  const about = { client, envelopeFrom: 'x@acme.example' }
  expect((await verdictOn(mail, about, withoutPolicy)).verdict).toBe('contradicted')
})
