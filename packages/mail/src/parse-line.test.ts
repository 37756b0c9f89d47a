import { describe, expect, it } from 'vitest'
import { parseMail } from './parse.ts'
import { toParseErrorLine, toParseLine } from './parse-line.ts'

const raw = `From: Jane <jane@customer.example>
To: support@gotrs.example
Subject: Printer
Date: Tue, 3 Mar 2026 10:00:00 +0100
Message-ID: <a1@customer.example>
In-Reply-To: <out1@gotrs.example>
References: <out0@gotrs.example>,<out1@gotrs.example>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=b1

--b1
Content-Type: text/html; charset=utf-8

<p onclick="alert(1)">It burns again.</p><script>alert(1)</script>
<div class="gmail_quote"><blockquote type="cite">Does it burn?</blockquote></div>
--b1
Content-Type: application/pdf; name=a.pdf

x
--b1--
`

describe('toParseLine', () => {
  it('is what `gotrs mail parse` prints: sanitised HTML, folded quotes, attachments without bytes', async () => {
    const line = toParseLine('1', await parseMail(Buffer.from(raw)))
    expect(line).toMatchObject({
      id: '1',
      from: { name: 'Jane', address: 'jane@customer.example' },
      to: [{ name: '', address: 'support@gotrs.example' }],
      cc: [],
      replyTo: null,
      subject: 'Printer',
      date: '2026-03-03T09:00:00.000Z',
      messageId: '<a1@customer.example>',
      inReplyTo: '<out1@gotrs.example>',
      references: ['<out0@gotrs.example>', '<out1@gotrs.example>'],
      autoSubmitted: false,
      automaticKind: 'no',
      bounce: null,
      fromIsAmbiguous: false,
    })
    expect(line.html).not.toMatch(/onclick|script/)
    expect(line.text).toContain('Does it burn?')
    expect(line.visibleText).toBe('It burns again.')
    expect(line.attachments).toEqual([
      { filename: 'a.pdf', contentType: 'application/pdf', size: 1, sha256: expect.any(String), contentId: null },
    ])
  })

  it('has the error of a mail that cannot be parsed', () => {
    expect(toParseErrorLine('2', new Error('too large'))).toEqual({ id: '2', error: 'too large' })
  })
})
