import { describe, expect, it } from 'vitest'
import { wholeOf } from './content.ts'
import { parseMail } from './parse.ts'

const head = 'From: a@x.example\r\nSubject: s\r\nMIME-Version: 1.0\r\n'
const MB = 1_000_000
const times = (text: string, size = MB) => text.repeat(Math.ceil(size / text.length))

// Anything that is not linear would take minutes for a megabyte, and time out.
const bodies: Record<string, string> = {
  'a@ in From': `From: ${times('a@')}\r\n\r\nx`,
  '( in From': `From: ${times('(')}\r\n\r\nx`,
  '() in From': `From: ${times('()')}\r\n\r\nx`,
  '< in From': `From: ${times('<')}\r\n\r\nx`,
  '> in From': `From: ${times('>')}\r\n\r\nx`,
  'quotes in From': `From: ${times('"\\')}\r\n\r\nx`,
  'commas in From': `From: ${times('a,')}\r\n\r\nx`,
  'words in From': `From: ${times('a@b ')}\r\n\r\nx`,
  'encoded words in To': `To: ${times('=?utf-8?q?a?= ')}\r\n\r\nx`,
  'open encoded words': `Subject: ${times('=?utf-8?q?')}\r\nTo: ${times('=?')}\r\n\r\nx`,
  'white space in Subject': `Subject: ${times(' ')}x\r\n\r\nx`,
  '< in In-Reply-To': `In-Reply-To: ${times('<')}\r\nReferences: ${times('<a@b>')}\r\n\r\nx`,
  folds: `${head}X-A: a\r\n${times(' b\r\n', MB / 3)}\r\nx`,
  'lines that are no headers': `${head}${times('garbage\r\n')}`,
  parameters: `${head}Content-Type: text/plain; ${times('a=b; ')}\r\n\r\nx`,
  'quotes in parameters': `${head}Content-Type: text/plain; name="${times('a"b')}\r\n\r\nx`,
  dashes: `${head}Content-Type: multipart/mixed; boundary=b\r\n\r\n${times('--\r\n')}`,
  'begin lines': `${head}\r\n${times('begin 644 a\r\n')}`,
  'soft breaks': `${head}Content-Transfer-Encoding: quoted-printable\r\n\r\n${times('= \t')}`,
  'base64 padding': `${head}Content-Transfer-Encoding: base64\r\n\r\n${times('QQ=')}`,
  'flowed lines': `${head}Content-Type: text/plain; format=flowed\r\n\r\n${times('a \r\n')}`,
  'quote marks': `${head}Content-Type: text/plain; format=flowed\r\n\r\n${times('>')}`,
  'escape sequences': `${head}\r\n${times('\u001b$B')}`,
  'utf-7 shifts': `${head}Content-Type: text/plain; charset=utf-7\r\n\r\n${times('+A-')}`,
  'open elements': `${head}Content-Type: text/html\r\n\r\n${times('<div>')}`,
  'a failure notice of addresses': `From: mailer-daemon@x\r\nSubject: failure notice\r\n\r\n${times('<a@b')}`,
  'a failure notice of dashes': `From: mailer-daemon@x\r\nSubject: failure notice\r\n\r\n${times('- ')}`,
  'only line breaks': times('\r'),
  'blank lines above the last word': `${head}\r\n${times('\n')}x`,
  '> in a Content-ID': `${head}Content-Type: image/png\r\nContent-ID: ${times('>')}x\r\n\r\nx`,
  'dots in a file name': `${head}Content-Type: image/png; name="${times('.')}x"\r\n\r\nx`,
  'garbage in a delivery report': `${head}Content-Type: multipart/report; boundary=b\r\n\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n${times('>\n')}`,
}

describe('parseMail of hostile mail', () => {
  it.each(Object.keys(bodies))('survives a megabyte of %s', async name => {
    const mail = await parseMail(Buffer.from(bodies[name] ?? ''))
    expect(mail.text.length).toBeLessThanOrEqual(1.1 * MB)
  })

  it('splits multiparts to a depth of 100; for deeper ones it shows a notice, and attaches the whole mail', async () => {
    const deep = (depth: number) => {
      const level = (_: unknown, i: number) => `Content-Type: multipart/mixed; boundary="b${i}"\r\n\r\n--b${i}`
      const levels = Array.from({ length: depth }, level)
      return Buffer.from(`${head}${levels.join('\r\n')}\r\n\r\nthe innermost words\r\n`)
    }
    const raw = deep(1_000)
    const { text, attachments } = await parseMail(raw)
    expect(text).toBe(
      '[A part of this mail is nested too deeply to be shown here. The whole mail is attached as whole-mail.eml.]',
    )
    expect(attachments).toMatchObject([{ filename: 'whole-mail.eml', contentType: 'message/rfc822', size: raw.length }])
    expect(raw.equals(wholeOf(attachments[0]?.content ?? Buffer.alloc(0)))).toBe(true)
    expect((await parseMail(deep(100))).text).toBe('the innermost words')
    expect((await parseMail(deep(101))).attachments).toHaveLength(1)
  })

  it('splits a mail into at most 1,000 parts; the last one keeps the rest', async () => {
    const part = '--b\r\nContent-Type: image/png\r\n\r\nx\r\n'
    const raw = `${head}Content-Type: multipart/mixed; boundary=b\r\n\r\n${part.repeat(10_000)}`
    const { attachments } = await parseMail(Buffer.from(raw))
    expect(attachments).toHaveLength(999)
    expect(attachments.reduce((sum, it) => sum + it.size, 0)).toBeGreaterThan(9_000 * part.length)
  })

  it('decodes the same bytes each time a file is read', async () => {
    const part = (encoding: string, body: string) =>
      `--b\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: ${encoding}\r\n\r\n${body}\r\n`
    const parts = [part('base64', 'QUJD\r\nRA==\r\nQUI='), part('quoted-printable', 'A=42=\r\nC'), part('8bit', 'ABC')]
    const uu = '--b\r\n\r\nbegin 644 a.txt\r\n#0V%T\r\n`\r\nend\r\n'
    const raw = `${head}Content-Type: multipart/mixed; boundary=b\r\n\r\n${parts.join('')}${uu}--b--`
    const { attachments } = await parseMail(Buffer.from(raw))
    for (const _ of ['first', 'second']) {
      expect(attachments.map(it => wholeOf(it.content).toString())).toEqual(['ABCDAB', 'ABC', 'ABC', 'Cat'])
    }
  })

  it.each([
    ['text', 'text/plain', 'some words\n', 2.1 * MB],
    ['HTML', 'text/html', '<p>some words</p>\n', 15_000 * 18],
  ])('shows at most two megabytes of a %s, and keeps all of it as a file', async (_, type, line, most) => {
    const body = times(line, 3 * MB)
    const mail = await parseMail(Buffer.from(`${head}Content-Type: ${type}\r\n\r\n${body}`))
    const shown = mail.html ?? mail.text
    expect(shown.length).toBeLessThanOrEqual(most)
    expect(shown.length).toBeGreaterThan(most * 0.9)
    expect(mail.attachments).toMatchObject([{ contentType: type, size: body.length }])
    expect(mail.attachments[0]?.filename).toMatch(/^message\.(?:txt|html)$/)
  })

  it('has one limit for all texts of a mail together', async () => {
    const part = `--b\r\n\r\n${times('some words\r\n', MB)}\r\n`
    const raw = `${head}Content-Type: multipart/mixed; boundary=b\r\n\r\n${part.repeat(5)}--b--`
    const { text, attachments } = await parseMail(Buffer.from(raw))
    expect(text.length).toBeLessThanOrEqual(2.1 * MB)
    expect(attachments).toHaveLength(3)
  })

  it('rejects headers of more than 4 MiB', async () => {
    const huge = Buffer.from(`${head}X-A: ${times('a', 5 * MB)}\r\n\r\nx`)
    await expect(parseMail(huge)).rejects.toMatchObject({ name: 'MailParseError', code: 'mail_headers_too_large' })
  })

  it('reads an empty mail', async () => {
    expect(await parseMail(new Uint8Array())).toMatchObject({ from: null, subject: '', text: '', attachments: [] })
  })

  it('limits the number and length of headers', async () => {
    const mail = await parseMail(Buffer.from(`X-Long: ${times('a')}\r\n${'X-A: b\r\n'.repeat(5_000)}\r\nx`))
    expect(mail.headers).toHaveLength(500)
    expect(Math.max(...mail.headers.map(([, value]) => value.length))).toBeLessThanOrEqual(16 * 1024)
  })

  it('keeps no NUL, which a database would reject', async () => {
    const mail = await parseMail(Buffer.from('From: a\0b <a@x.example>\r\nSubject: a\0b\r\nX-A: a\0b\r\n\r\na\0b\r\n'))
    const { text, subject, from, headers } = mail
    expect(JSON.stringify({ text, subject, from, headers })).not.toContain('\\u0000')
  })
})
