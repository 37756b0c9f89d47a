import { keyZone, seal, sign } from '@gotrs/mail/testing/authentication/signed-mail'
import { letter, verdictOn } from '@gotrs/mail/testing/authentication/verdict-on'
import { txt } from '@gotrs/mail/testing/authentication/zone'
import { expect, it } from 'vitest'
import type { MailToAuthenticate } from './authenticate-sender.ts'

const domain = 'acme.example'
const to = 'To: support@desk.example\r\n'
const zone = { ...keyZone(domain, 'lists.example'), [domain]: txt('v=spf1 ip4:192.0.2.1 -all') }
const client = { address: '192.0.2.1', name: 'mx.acme.example' }
const signed = (fields: string, mail = letter(to)) => sign(mail, { domain, fields })

async function expectSigned(mail: string, isSigned: boolean, about: Partial<MailToAuthenticate> = {}) {
  expect(await verdictOn(mail, about, zone)).toMatchObject({ verdict: 'authenticated', areRecipientsSigned: isSigned })
}

it('the recipients are signed if an aligned signature covers all of them', async () => {
  await expectSigned(await signed('from:to'), true)
  await expectSigned(await signed('from:to:cc:reply-to'), true)
  await expectSigned(await signed('from', letter()), true)
})

it.each(['To', 'Cc', 'Reply-To'])('they are not signed if somebody could add %s', async name => {
  await expectSigned(`${name}: x@evil.example\r\n${await signed('from', letter())}`, false)
})

it('they are not signed if only a foreign signature covers them', async () => {
  await expectSigned(await sign(await signed('from'), { domain: 'lists.example', fields: 'from:to' }), false)
})

it('they are signed if a server of the domain sent the mail, with any signature', async () => {
  await expectSigned(await signed('from'), true, { client, envelopeFrom: 'omar@acme.example' })
  await expectSigned(letter(to), true, { client, envelopeFrom: 'omar@acme.example' })
})

it('they are signed if a trusted server authenticated a mail whose signature is broken by now', async () => {
  const pinnedAuthservId = 'mx.lists.example'
  const pass = `${pinnedAuthservId}; dmarc=pass header.from=acme.example`
  await expectSigned(letter(`Authentication-Results: ${pass}\r\n${to}`), true, { pinnedAuthservId })
  const sealed = await seal(letter(to), { domain: 'lists.example', results: pass })
  await expectSigned(sealed, true, { pinnedAuthservId })
})

it('nothing is signed in a mail without proof', async () => {
  expect(await verdictOn(letter(to), {}, zone)).toMatchObject({ verdict: 'unknown', areRecipientsSigned: false })
  const mail = (await signed('from:to')).replace('Hello', 'Goodbye')
  expect(await verdictOn(mail, {}, zone)).toMatchObject({ verdict: 'unknown', areRecipientsSigned: false })
})
