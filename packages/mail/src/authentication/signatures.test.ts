import { keyRecord, type Signing, sign } from '@gotrs/mail/testing/authentication/signed-mail'
import { resolverOf, txt, type Zone } from '@gotrs/mail/testing/authentication/zone'
import { expect, it } from 'vitest'
import { authenticateSender } from './authenticate-sender.ts'
import { bytesOf } from './mail-bytes.ts'

const domain = 'acme.example'
const mail = `From: Omar <omar@${domain}>\r\nTo: support@desk.example\r\nSubject: Hello\r\n\r\nHello.\r\n`
const policy = { [`_dmarc.${domain}`]: txt('v=DMARC1; p=reject') }
const now = new Date('2026-11-29T10:00:00Z')

type Trial = { signing?: Partial<Signing>; key?: Zone[string]; change?: (signed: string) => string }

async function verdictOn({ signing = {}, key = keyRecord(), change = it => it }: Trial) {
  const bytes = bytesOf(Buffer.from(change(await sign(mail, { domain, ...signing }))))
  const resolve = resolverOf({ [`s._domainkey.${signing.domain ?? domain}`]: key, ...policy })
  const from = { fromAddress: `omar@${domain}`, fromIsAmbiguous: false }
  return authenticateSender(
    { bytes, ...from, envelopeFrom: null, client: null, pinnedAuthservId: '' },
    { resolve, timeoutMs: 5_000, now },
  )
}

it.each<[string, Trial]>([
  ['is relaxed', {}],
  ['is simple', { signing: { canonicalization: 'simple/simple' } }],
  ['has not expired', { signing: { expires: new Date('2026-11-29T11:00:00Z') } }],
  ['is for one of its domain below (i=)', { signing: { identity: 'omar@mail.acme.example' } }],
  ['was forwarded over a server that adds fields', { change: it => `Received: by mx.example\r\n${it}` }],
  ['has other line ends', { change: it => it.replaceAll('\r\n', '\n') }],
])('a signature counts that %s', async (_what, trial) => {
  expect(await verdictOn(trial)).toMatchObject({ verdict: 'authenticated', results: { dkim: [{ result: 'pass' }] } })
})

it.each<[string, Trial]>([
  ['covers only a part of the body (l=)', { signing: { maxBodyLength: 4 } }],
  ['covers all of the body, and says how much', { signing: { maxBodyLength: 8 } }],
  ['covers nothing of the body (l=0)', { signing: { maxBodyLength: 0 } }],
  ['is made with rsa-sha1', { signing: { algorithm: 'rsa-sha1' } }],
  ['is made with a key of 768 bits', { signing: { key: 'weak' }, key: keyRecord('', 'weak') }],
  ['has expired', { signing: { expires: new Date('2026-11-29T09:59:59Z') } }],
  ['does not cover From', { signing: { fields: 'to:subject' }, change: it => it }],
  ['is made with a key that is only tested (t=y)', { key: keyRecord('t=y; ') }],
  ['is for somebody of another domain (i=)', { signing: { identity: 'omar@evil.example' } }],
  [
    'is for a domain below, which its key forbids (t=s)',
    {
      signing: { identity: 'omar@mail.acme.example' },
      key: keyRecord('t=s; '),
    },
  ],
  ['is made with a key for other things (s=)', { key: keyRecord('s=tlsrpt; ') }],
  ['is made with a key for other hashes (h=)', { key: keyRecord('h=sha1; ') }],
  ['is made with a key that was revoked', { key: txt('v=DKIM1; k=rsa; p=') }],
  ['has no key', { key: {} }],
  ['has a key that is none', { key: txt('v=DKIM1; p=AAAA') }],
  ['is of another version', { change: it => it.replace('v=1;', 'v=2;') }],
  ['names its domain twice', { change: it => it.replace(/d=acme.example;/, 'd=acme.example; d=acme.example;') }],
  ['asks for its key elsewhere (q=)', { change: it => it.replace('q=dns/txt', 'q=web/any') }],
  ['is empty', { change: it => it.replace(/ b=[\s\S]*?\r\n(?=\S)/, ' b=\r\n') }],
])('a signature does not count that %s, and the policy decides', async (_what, trial) => {
  const { verdict, results } = await verdictOn(trial)
  expect({ verdict, results }).toMatchObject({ verdict: 'contradicted', results: { dmarc: { result: 'fail' } } })
  expect(results.dkim.map(it => it.result)).not.toContain('pass')
})

it.each([
  ['the same From', `From: Omar <omar@${domain}>\r\n`],
  ['From', `From: Boss <boss@${domain}>\r\n`],
  ['a From with a blank before its colon', `From : Boss <boss@${domain}>\r\n`],
  ['a From in other letters', `FROM: boss@evil.example\r\n`],
])('a mail is contradicted if its signature covers one From, and it has %s before it', async (_what, field) => {
  expect(await verdictOn({ change: it => field + it })).toMatchObject({
    verdict: 'contradicted',
    results: { dkim: [{ result: 'not_checked' }] },
  })
})

it('a mail is contradicted if the shown sender differs from the signed one', async () => {
  const bytes = bytesOf(Buffer.from(await sign(mail, { domain })))
  const resolve = resolverOf({ [`s._domainkey.${domain}`]: keyRecord() })
  const at = { bytes, fromIsAmbiguous: false, envelopeFrom: null, client: null, pinnedAuthservId: '' }
  const ask = (fromAddress: string | null) =>
    authenticateSender({ ...at, fromAddress }, { resolve, timeoutMs: 5_000, now }).then(it => it.verdict)
  expect(await ask('OMAR@acme.example')).toBe('authenticated')
  expect(await ask('boss@acme.example')).toBe('contradicted')
  expect(await ask('omar@evil.example')).toBe('contradicted')
  expect(await ask(null)).toBe('unknown')
})

it('a valid signature counts after up to seven invalid ones of the same domain', async () => {
  const bad = `DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=${domain}; s=s; h=from; bh=AAAA; b=AAAA\r\n`
  expect((await verdictOn({ change: it => bad.repeat(7) + it })).verdict).toBe('authenticated')
  expect((await verdictOn({ change: it => bad.repeat(8) + it })).verdict).toBe('contradicted')
})

it('queries no key of a domain that is not aligned', async () => {
  const resolve = resolverOf({})
  const bytes = bytesOf(Buffer.from(await sign(mail, { domain: 'evil.example' })))
  const at = { bytes, fromAddress: `omar@${domain}`, fromIsAmbiguous: false, envelopeFrom: null, client: null }
  const { results } = await authenticateSender({ ...at, pinnedAuthservId: '' }, { resolve, timeoutMs: 5_000, now })
  expect(results.dkim).toMatchObject([{ domain: 'evil.example', result: 'not_checked' }])
  expect(resolve.queries.filter(it => it.includes('evil'))).toEqual([])
})
