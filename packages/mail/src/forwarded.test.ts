import { forwardedTexts } from '@gotrs/mail/testing/forwarded-texts'
import { describe, expect, it } from 'vitest'
import { readForwarded } from './forwarded.ts'
import { parseMail } from './parse.ts'

const head =
  'From: Ben <ben@firm.example>\r\nTo: help@firm.example\r\nSubject: Fwd: s\r\nDate: Wed, 5 Mar 2025 10:00:00 +0100\r\nMIME-Version: 1.0\r\n'
const mailOf = (type: string, body: string) =>
  parseMail(Buffer.from(`${head}Content-Type: ${type}; charset=utf-8\r\n\r\n${body.replaceAll('\n', '\r\n')}`))
const inText = async (text: string) => readForwarded(await mailOf('text/plain', text))
const inHtml = async (html: string) => readForwarded(await mailOf('text/html', html))
const person = (from: { name: string; address: string } | undefined) => `${from?.name} <${from?.address}>`

describe('a mail that was forwarded as text', () => {
  it.each(forwardedTexts)('by $name', async ({ text, from, subject, date, body, note }) => {
    const found = await inText(text)
    expect(person(found?.from)).toBe(from)
    expect({ ...found, date: found?.date?.toISOString() ?? null }).toMatchObject({ subject, date, text: body, note })
  })

  it.each(forwardedTexts)('by $name is the same in HTML with one block per line', async ({ text, from, subject }) => {
    const lines = text.split('\n').map(line => line.replaceAll('&', '&amp;').replaceAll('<', '&lt;'))
    const found = await inHtml(lines.map(line => `<div>${line || '<br>'}</div>`).join(''))
    // A line that the program wrapped in the text is one line in the HTML.
    expect(person(found?.from)).toBe(from)
    expect(found?.subject).toBe(subject)
  })
})

describe('a mail that was forwarded in HTML', () => {
  const block =
    'From: <b>Jane Doe</b> &lt;<a href="mailto:jane@customer.example">jane@customer.example</a>&gt;<br>Date: Tue, Mar 4, 2025 at 9:12 AM<br>Subject: Printer<br>To: Ben'

  it.each([
    [
      'Gmail',
      `<div dir="ltr">Yours.<br><br><div class="gmail_quote"><div class="gmail_attr">---------- Forwarded message ---------<br>${block}<br></div><br><br><p>It <i>burns</i>.</p></div></div>`,
    ],
    [
      'Gmail in a language that we do not know',
      `<div dir="ltr">Yours.<br><br><div class="gmail_quote"><div class="gmail_attr">---------- Fəðwarde ---------<br>${block}<br></div><br><br><p>It <i>burns</i>.</p></div></div>`,
    ],
    [
      'Outlook for the desktop',
      `<div class="WordSection1"><p class="MsoNormal">Yours.</p><div><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm"><p class="MsoNormal">${block}</p></div></div><p class="MsoNormal">It <i>burns</i>.</p></div>`,
    ],
    [
      'Outlook on the web',
      `<div>Yours.</div><div id="appendonsend"></div><hr><div id="divRplyFwdMsg"><font>${block}</font><div>&nbsp;</div></div><div>It <i>burns</i>.</div>`,
    ],
    [
      'Apple Mail',
      `<body>Yours.<br><div><br><blockquote type="cite"><div>Begin forwarded message:</div><br class="Apple-interchange-newline"><div>${block.replaceAll('<br>', '</div><div>')}</div><br><div>It <i>burns</i>.</div></blockquote></div></body>`,
    ],
    [
      'Thunderbird',
      `<p>Yours.</p><div class="moz-forward-container"><br><br>-------- Forwarded Message --------<table class="moz-email-headers-table"><tbody><tr><th>Subject: </th><td>Printer</td></tr><tr><th>Date: </th><td>Tue, 4 Mar 2025 09:12:00 +0100</td></tr><tr><th>From: </th><td>Jane Doe <a href="mailto:jane@customer.example">&lt;jane@customer.example&gt;</a></td></tr><tr><th>To: </th><td>help@firm.example</td></tr></tbody></table><br><br><p>It <i>burns</i>.</p></div>`,
    ],
  ])('by %s', async (_, html) => {
    const found = await inHtml(`${html}<script>x</script>`)
    expect(found).toMatchObject({
      from: { name: 'Jane Doe', address: 'jane@customer.example' },
      subject: 'Printer',
      date: new Date('2025-03-04T08:12:00Z'),
      text: 'It burns.',
      note: 'Yours.',
    })
    expect(found?.html).toContain('It <i>burns</i>.')
    expect(found?.html).not.toMatch(/Forwarded|jane@|script|Yours/)
  })
})

describe('a mail that was forwarded as an attachment', () => {
  const enclosing = (inner: string) =>
    mailOf(
      'multipart/mixed; boundary=b',
      `--b\nContent-Type: text/plain\n\nYours.\n--b\nContent-Type: message/rfc822\n\n${inner}\n--b\nContent-Type: image/png; name=a.png\n\nx\n--b--\n`,
    )

  it('is read like any mail, and the files next to it stay', async () => {
    const mail = await enclosing(
      'From: Jane <jane@customer.example>\nSubject: =?utf-8?q?T=C3=BCr?=\nDate: Tue, 4 Mar 2025 09:12:00 +0100\n\nIt burns.',
    )
    const found = readForwarded(mail)
    expect(found).toMatchObject({
      from: { name: 'Jane', address: 'jane@customer.example' },
      subject: 'Tür',
      date: new Date('2025-03-04T08:12:00Z'),
      text: 'It burns.',
      html: null,
      note: 'Yours.',
    })
    expect(found?.attachments.map(it => it.filename)).toEqual(['a.png'])
  })

  it.each([
    ['has no sender', 'Subject: s\n\nx'],
    ['has two senders', 'From: a@x.example, b@x.example\nSubject: s\n\nx'],
    ['has a sender without a domain', 'From: root\nSubject: s\n\nx'],
    ['has a header beyond all measure', `From: a@x.example\n${'X-A: b\n'.repeat(700_000)}\nx`],
  ])('is not recognised if it %s', async (_, inner) => {
    expect(readForwarded(await enclosing(inner))).toBeNull()
  })
})

describe('not a forwarded mail', () => {
  it.each([
    [
      'an answer',
      'Yes.\n\nOn Tue, Mar 4, 2025 at 9:12 AM Jane <jane@c.example> wrote:\n> From: the start\n> Subject: x\n> To: y',
    ],
    [
      'a quoted block of Outlook',
      'Yes.\n\n> From: Jane <jane@c.example>\n> Sent: Tuesday, March 4, 2025 9:12 AM\n> To: Ben\n> Subject: s\n>\n> x',
    ],
    [
      'a sender without an address',
      '---------- Forwarded message ---------\nFrom: Jane Doe\nDate: Tue, Mar 4, 2025 at 9:12 AM\nSubject: s\nTo: Ben\n\nx',
    ],
    [
      'two addresses, none in brackets',
      '---------- Forwarded message ---------\nFrom: a@x.example or b@x.example\nDate: Tue, Mar 4, 2025 at 9:12 AM\nSubject: s\nTo: Ben\n\nx',
    ],
    ['a divider alone', 'Hello\n\n---------- Forwarded message ---------\n\nThat is how it looks.'],
    ['an order', 'From: Berlin\nTo: Hamburg\nDate: tomorrow\n\nPlease book.'],
    ['a letter', 'Hello,\n\nplease call me.\n\nJane'],
    ['nothing', ''],
  ])('%s', async (_, text) => {
    expect(await inText(text)).toBeNull()
  })

  it.each([
    ['dividers', '---------- Forwarded message ---------\n'.repeat(20_000)],
    ['senders', 'From: a\n'.repeat(100_000)],
    ['addresses', `---------- Forwarded message ---------\nFrom: ${'a@'.repeat(300_000)}\nSubject: s\n`],
    ['blank lines', `---------- Forwarded message ---------\n${'\n'.repeat(500_000)}From: a@x.example`],
    ['brackets', `---------- Forwarded message ---------\nTo: ${'<'.repeat(100_000)}\n${'<\n'.repeat(100_000)}`],
  ])('a mail of %s is read in one pass', async (_, text) => {
    expect(await inText(text)).toBeNull()
  })
})
