import { keyZone, seal, sign } from '@gotrs/mail/testing/authentication/signed-mail'
import { verdictOn } from '@gotrs/mail/testing/authentication/verdict-on'
import { txt } from '@gotrs/mail/testing/authentication/zone'
import { describe, expect, it } from 'vitest'

const domain = 'acme.example'
const zone = { ...keyZone(domain, 'lists.example'), [`_dmarc.${domain}`]: txt('v=DMARC1; p=reject') }
/** Signed like Gmail: without the fields that decide how the body is read. */
const fields = 'to:subject:message-id:date:from:mime-version:from:to:cc:subject:date:message-id:reply-to'
const head = `From: Omar <omar@${domain}>\r\nTo: support@desk.example\r\nSubject: Hello\r\n`
const alternative = 'Content-Type: multipart/alternative; boundary="b1"\r\n'
const parts =
  '--b1\r\nContent-Type: text/plain\r\n\r\nHello.\r\n--b1\r\nContent-Type: text/html\r\n\r\n<p>Hello.\r\n--b1--\r\n'
const signed = (body: string, more = '') => sign(`${head}${more}\r\n${body}`, { domain, fields })
const verdictOf = async (mail: string, about = {}) => (await verdictOn(mail, about, zone)).verdict

describe('a field that somebody added to a signed mail', () => {
  it.each([
    'Subject: Pay me\r\n',
    'subject : Pay me\r\n',
    'To: x@evil.example\r\n',
    'Date: Sun, 01 Nov 2026 09:00:00 +0000\r\nDate: Sun, 01 Nov 2026 09:00:00 +0000\r\n',
    'References: <a@b>\r\nReferences: <c@d>\r\n',
    'Content-Type: text/plain\r\nContent-Type: text/plain\r\n',
    'X-Note: y\rSubject: Pay me\r\n',
    '\xef\xbb\xbfSubject: Pay me\r\n',
  ])('makes the signature ineffective: %j', async field => {
    const { verdict, results } = await verdictOn(field + (await signed('Hello.\r\n')), {}, zone)
    expect(verdict).toBe('contradicted')
    expect(results.dkim).toMatchObject([{ result: 'policy' }])
  })

  it('has no effect if the desk does not use the field', async () => {
    expect(await verdictOf(`X-Note: y\r\nX-Note: z\r\nReceived: by mx\r\n${await signed('Hello.\r\n')}`)).toBe(
      'authenticated',
    )
  })

  it('cannot be a Subject if the signature covers none', async () => {
    const bare = await sign(`From: omar@${domain}\r\n\r\nHello.\r\n`, { domain, fields: 'from' })
    expect(await verdictOf(bare)).toBe('authenticated')
    const { reason } = await verdictOn(`Subject: Pay me\r\n${bare}`, {}, keyZone(domain))
    expect(reason).toContain('does not cover the Subject')
  })

  it('also makes it ineffective below a line of blanks, which our parser reads as part of the head', async () => {
    const mail = await sign(`From: omar@${domain}\r\n  \r\nSubject: Pay me\r\n\r\nHello.\r\n`, {
      domain,
      fields: 'from',
    })
    expect(await verdictOf(mail)).not.toBe('authenticated')
  })
})

describe('a Content-Type or an encoding that is not signed', () => {
  it.each([
    ['none at all', '', 'Hello.\r\n'],
    ['plain text', 'Content-Type: text/plain; charset="UTF-8"\r\n', 'Hello.\r\n'],
    ['plain text with a line for a signature', 'Content-Type: text/plain\r\n', '-- \r\nOmar\r\n'],
    ['HTML', 'Content-Type: text/html; charset=utf-8\r\n', '<p>Hello.\r\n'],
    ['HTML in base64', 'Content-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n', 'PHA+SGVsbG8u\r\n'],
    ['quoted-printable', 'Content-Transfer-Encoding: quoted-printable\r\n', 'Gr=C3=BC=C3=9Fe, =\r\nOmar=20\r\n'],
    ['two alternatives', alternative, parts],
    [
      'a multipart with the customary sentence',
      alternative,
      `This is a multi-part message in MIME format.\r\n\r\n${parts}`,
    ],
    [
      'a multipart in a multipart',
      'Content-Type: multipart/mixed; boundary=b0\r\n',
      `--b0\r\n${alternative}\r\n${parts}\r\n--b0--\r\n`,
    ],
  ])('counts if it fits the body: %s', async (_what, more, body) => {
    expect(await verdictOn(await signed(body, more), {}, zone)).toMatchObject({ verdict: 'authenticated' })
  })

  it.each([
    [
      'a boundary that the text quotes',
      'Content-Type: multipart/mixed; boundary=evil\r\n',
      'No.\r\n--evil\r\n\r\nYes.\r\n--evil--\r\n',
    ],
    [
      'the boundary of an inner part',
      'Content-Type: multipart/mixed; boundary=b1\r\n',
      `--b0\r\n${alternative}\r\n${parts}\r\n--b0--\r\n`,
    ],
    ['a boundary with text behind its end', alternative, `${parts}Bye.\r\n`],
    ['a boundary that does not end', alternative, parts.replace('--b1--\r\n', '')],
    ['no boundary', 'Content-Type: multipart/mixed\r\n', parts],
    ['another kind of multipart', 'Content-Type: multipart/digest; boundary=b1\r\n', parts],
    ['plain text in place of a multipart', 'Content-Type: text/plain\r\n', parts],
    ['a whole mail', 'Content-Type: message/rfc822\r\n', 'From: x@evil.example\r\n\r\nHello.\r\n'],
    ['HTML in place of plain text', 'Content-Type: text/html\r\n', 'No.\r\n> <h1>Yes</h1>\r\n'],
    ['another charset', 'Content-Type: text/plain; charset=utf-7\r\n', 'No.\r\n> +AAo-Yes.\r\n'],
    ['base64 in place of plain text', 'Content-Transfer-Encoding: base64\r\n', 'Hello, Ana.\r\n'],
    ['quoted-printable in place of plain text', 'Content-Transfer-Encoding: quoted-printable\r\n', 'a = b\r\n'],
    [
      'quoted-printable that ends a quoted line',
      'Content-Transfer-Encoding: quoted-printable\r\n',
      '> Hi=0D=0AYes.\r\n',
    ],
    ['an encoding of its own', 'Content-Transfer-Encoding: x-uuencode\r\n', 'Hello.\r\n'],
  ])('makes the signature ineffective if it is %s', async (_what, more, body) => {
    const { verdict, results } = await verdictOn(more + (await signed(body)), {}, zone)
    expect({ verdict, dkim: results.dkim[0]?.result }).toEqual({ verdict: 'contradicted', dkim: 'policy' })
  })

  it('may have any value if it is signed', async () => {
    const mail = `${head}Content-Type: text/html; charset=utf-7\r\n\r\nHello.\r\n`
    expect(await verdictOf(await sign(mail, { domain, fields: 'from:to:subject:content-type' }))).toBe('authenticated')
  })
})

describe('a trusted server that reports such a signature as valid', () => {
  const pinnedAuthservId = 'mx.lists.example'
  const results = (more: string) =>
    `${pinnedAuthservId}; dkim=pass header.d=${domain}; dmarc=pass header.from=${domain}${more}`
  const found = (more: string, mail: string) => `Authentication-Results: ${results(more)}\r\n${mail}`

  it.each([
    ['has a second Subject', 'Subject: Pay me\r\n'],
    ['has a Content-Type that the text quotes', 'Content-Type: multipart/mixed; boundary=evil\r\n'],
  ])('does not count for a mail that %s, unless its SPF passed', async (_what, field) => {
    const mail = field + (await signed('No.\r\n--evil\r\n\r\nYes.\r\n--evil--\r\n'))
    expect(await verdictOf(found('', mail), { pinnedAuthservId })).toBe('contradicted')
    expect(
      await verdictOf(await seal(mail, { domain: 'lists.example', results: results('') }), { pinnedAuthservId }),
    ).toBe('contradicted')
    const spf = `; spf=pass smtp.mailfrom=${domain}`
    expect(await verdictOf(found(spf, mail), { pinnedAuthservId })).toBe('authenticated')
  })

  it('does not count for recipients that a signature leaves out, even if it is broken by now', async () => {
    const mail = `Cc: y@evil.example\r\n${await sign(`${head}\r\nHello.\r\n`, { domain, fields: 'from:to:subject' })}`
    const changed = found('', mail.replace('Hello.', 'Hello.\r\n-- \r\nScanned.'))
    const about = { pinnedAuthservId }
    expect(await verdictOn(changed, about, zone)).toMatchObject({
      verdict: 'authenticated',
      areRecipientsSigned: false,
    })
  })

  it('counts for a mail without a signature, unless a field occurs twice', async () => {
    const mail = `${head}\r\nHello.\r\n`
    expect(await verdictOf(found('', mail), { pinnedAuthservId })).toBe('authenticated')
    expect(await verdictOf(found('', `Subject: Pay me\r\n${mail}`), { pinnedAuthservId })).toBe('contradicted')
  })
})
