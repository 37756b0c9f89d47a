import { keyZone, seal } from '@gotrs/mail/testing/authentication/signed-mail'
import { letter, verdictOn } from '@gotrs/mail/testing/authentication/verdict-on'
import { resolverOf, txt } from '@gotrs/mail/testing/authentication/zone'
import { describe, expect, it } from 'vitest'

/** A mailing list of lists.example passed the mail on; the mailbox trusts mx.lists.example. */
const pinnedAuthservId = 'mx.lists.example'
const pass = `${pinnedAuthservId}; dmarc=pass header.from=acme.example`
const zone = { ...keyZone('lists.example', 'evil.example'), '_dmarc.acme.example': txt('v=DMARC1; p=reject') }

describe('an ARC chain', () => {
  it('of the pinned server authenticates a mail that it authenticated and then changed', async () => {
    const mail = await seal(letter(), { domain: 'lists.example', results: pass })
    expect(await verdictOn(mail, { pinnedAuthservId }, zone)).toMatchObject({
      verdict: 'authenticated',
      results: { arc: { result: 'pass', sets: 1, sealedBy: 'lists.example' }, dmarc: { result: 'fail' } },
    })
  })

  it('has no effect if the mailbox pins no server, or another one', async () => {
    const mail = await seal(letter(), { domain: 'lists.example', results: pass })
    for (const other of ['', 'mx.other.example', 'lists.example']) {
      const resolve = resolverOf(zone)
      expect(await verdictOn(mail, { pinnedAuthservId: other }, resolve)).toMatchObject({
        verdict: 'contradicted',
        results: { arc: { result: 'not_checked' } },
      })
      expect(resolve.queries).not.toContain('TXT s._domainkey.lists.example')
    }
  })

  it.each([
    ['is sealed by somebody else under its name', 'evil.example', pass],
    ['seals that DMARC failed', 'lists.example', `${pinnedAuthservId}; dmarc=fail; dkim=pass header.d=acme.example`],
    ['seals nothing of the sender', 'lists.example', `${pinnedAuthservId}; dmarc=pass header.from=evil.example`],
    ['seals the results of another server', 'lists.example', 'evil.example; dmarc=pass header.from=acme.example'],
  ])('has no effect for a mail that %s', async (_what, domain, results) => {
    const mail = await seal(letter(), { domain, results })
    expect(await verdictOn(mail, { pinnedAuthservId }, zone)).toMatchObject({ verdict: 'contradicted' })
  })

  it.each([
    ['its body', (mail: string) => mail.replace('Hello', 'Pay me')],
    ['its sealed results', (mail: string) => mail.replace('header.from=acme', 'header.from=mail.acme')],
    ['its seal', (mail: string) => mail.replace('cv=none', 'cv=pass')],
  ])('has no effect if somebody changed %s', async (_what, change) => {
    const sealed = await seal(letter(), { domain: 'lists.example', results: pass })
    expect(change(sealed)).not.toBe(sealed)
    const about = { pinnedAuthservId }
    expect(await verdictOn(change(sealed), about, zone)).toMatchObject({
      verdict: 'contradicted',
      results: { arc: { result: 'fail' } },
    })
  })

  it('has no effect if another server sealed it last', async () => {
    const sealed = await seal(letter(), { domain: 'lists.example', results: pass })
    const again = sealed.replaceAll(/ i=1/g, ' i=2').replace('cv=none', 'cv=pass').slice(0, sealed.indexOf('From:'))
    expect(await verdictOn(again + sealed, { pinnedAuthservId }, zone)).toMatchObject({ verdict: 'contradicted' })
  })
})
