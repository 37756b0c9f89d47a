import { expect, it } from 'vitest'
import { judge, letter } from './testing/judge.ts'
import { sign } from './testing/signed-mail.ts'

const client = { address: '192.0.2.1', name: 'client.test' }
const failure = (code: string) => Object.assign(new Error(code), { code })
/** The domain refuses what is not signed; one old subdomain of it is delegated to servers that are gone. */
const dns = async (name: string) => {
  if (name === '_dmarc.acme.example') return [['v=DMARC1; p=reject']]
  throw failure(name.endsWith('old.acme.example') ? 'ESERVFAIL' : 'ENOTFOUND')
}

it('a forged signature of a subdomain that does not answer does not lift the policy of the domain', async () => {
  const mail = await sign(letter(), { domain: 'old.acme.example' })
  expect((await judge(mail, { client, envelopeFrom: 'x@evil.example' }, dns)).verdict).toBe('contradicted')
})

it('nor does an envelope of one', async () => {
  expect((await judge(letter(), { client, envelopeFrom: 'x@old.acme.example' }, dns)).verdict).toBe('contradicted')
})
