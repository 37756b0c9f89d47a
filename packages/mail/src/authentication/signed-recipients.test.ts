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

it('the recipients are signed where an aligned signature covers all of them that the mail has', async () => {
  await expectSigned(await signed('from:to'), true)
  await expectSigned(await signed('from:to:cc:reply-to'), true)
  await expectSigned(await signed('from', letter()), true)
})

it.each(['To', 'Cc', 'Reply-To'])('they are not where somebody can have added %s', async name => {
  await expectSigned(`${name}: x@evil.example\r\n${await signed('from', letter())}`, false)
})

it('they are not where only a signature of somebody else covers them', async () => {
  await expectSigned(await sign(await signed('from'), { domain: 'lists.example', fields: 'from:to' }), false)
})

it('they are where a server of the domain brought the mail, whatever a signature covers', async () => {
  await expectSigned(await signed('from'), true, { client, envelopeFrom: 'omar@acme.example' })
  await expectSigned(letter(to), true, { client, envelopeFrom: 'omar@acme.example' })
})

it('they are where a server that is trusted has authenticated a mail that no signature proves any more', async () => {
  const pinnedAuthservId = 'mx.lists.example'
  const pass = `${pinnedAuthservId}; dmarc=pass header.from=acme.example`
  await expectSigned(letter(`Authentication-Results: ${pass}\r\n${to}`), true, { pinnedAuthservId })
  const sealed = await seal(letter(to), { domain: 'lists.example', results: pass })
  await expectSigned(sealed, true, { pinnedAuthservId })
})

it('nothing is signed in a mail that nothing proves', async () => {
  expect(await verdictOn(letter(to), {}, zone)).toMatchObject({ verdict: 'unknown', areRecipientsSigned: false })
  const mail = (await signed('from:to')).replace('Hello', 'Goodbye')
  expect(await verdictOn(mail, {}, zone)).toMatchObject({ verdict: 'unknown', areRecipientsSigned: false })
})
