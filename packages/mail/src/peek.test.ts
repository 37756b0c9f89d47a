import { describe, expect, it } from 'vitest'
import { parseMail } from './parse.ts'
import { peekMail } from './peek.ts'

const latin1 = (text: string) => Buffer.from(text, 'latin1')
const body = '\r\n\r\nThe first words.\r\n'

describe('peekMail', () => {
  it.each([
    ['plain', latin1(`From: Jane Doe <jane@c.example>\r\nSubject: Printer\r\nMessage-ID: <m@x>${body}`)],
    ['folded', latin1(`Subject: The\r\n printer\r\nFrom: =?utf-8?q?J=C3=BCrgen?=\r\n <j@c.example>${body}`)],
    ['encoded words cut in a character', latin1(`From: j@c.example\r\nSubject: =?utf-8?b?w?= =?utf-8?b?w7w=?=${body}`)],
    [
      'raw windows-1251',
      latin1(
        `From: i@c.example\r\nSubject: \xcf\xf0\xe8\xed\xf2\xe5\xf0 \xed\xe5 \xf0\xe0\xe1\xee\xf2\xe0\xe5\xf2${body}`,
      ),
    ],
    [
      'raw bytes in the charset of the text',
      latin1(
        `From: \xb1\xe6 <a@c.example>\r\nSubject: za\xbf\xf3\xb3\xe6\r\nContent-Type: text/plain; charset=iso-8859-2${body}`,
      ),
    ],
    ['two senders', latin1(`From: a@c.example\r\nFrom: b@c.example\r\nSubject: s${body}`)],
    ['only a Sender', latin1(`Sender: a@c.example\r\nSubject: s${body}`)],
    ['no header', latin1('Hello: no mail at all\r\n')],
    ['a broken charset', latin1(`From: =?no-such?q?=E4?= <a@c.example>\r\nSubject: =?x?b?!!?=${body}`)],
  ])('reads %s as parseMail does', async (_, raw) => {
    const { messageId, from, subject } = await parseMail(raw)
    expect(peekMail(raw)).toMatchObject({ messageId, from, subject })
  })

  it('lists the mails that a mail answers, oldest first, each once and never itself', () => {
    const raw = latin1(`Message-ID: <me@x>\r\nReferences: <1@x> <2@x>\r\n <me@x> <3@x>\r\nIn-Reply-To: <2@x>${body}`)
    expect(peekMail(raw).threadIds).toEqual(['<1@x>', '<2@x>', '<3@x>'])
    expect(peekMail(latin1(`In-Reply-To: <1@x>${body}`)).threadIds).toEqual(['<1@x>'])
    expect(peekMail(latin1(`Subject: new${body}`)).threadIds).toEqual([])
  })

  it('lists the first and the latest mails of a long conversation', () => {
    const ids = Array.from({ length: 49 }, (_, index) => `<${index}@x>`)
    const { threadIds } = peekMail(latin1(`References: ${ids.join('\r\n ')}${body}`))
    expect(threadIds).toEqual(['<0@x>', ...ids.slice(-29)])
  })

  it('reads the date of a mail', () => {
    const date = (value: string) => peekMail(latin1(`Date: ${value}${body}`)).writtenAt
    expect(date('Mon, 30 Nov 2026 10:00:00 +0200')).toEqual(new Date('2026-11-30T08:00:00Z'))
    expect(date('some day')).toBeNull()
  })

  it('reads the existing part of a truncated header', () => {
    const head = latin1('Message-ID: <m@x>\r\nFrom: Jane <jane@c.example>\r\nSubject: The prin')
    expect(peekMail(head)).toMatchObject({
      messageId: '<m@x>',
      from: { name: 'Jane', address: 'jane@c.example' },
      subject: 'The prin',
    })
  })

  it('reads the sender of a mail that is rejected for the size of its header', async () => {
    const raw = latin1(`From: jane@c.example\r\nSubject: s\r\n${'X-A: b\r\n'.repeat(700_000)}`)
    await expect(parseMail(raw)).rejects.toThrow('larger than 4 MiB')
    expect(peekMail(raw)).toMatchObject({ from: { address: 'jane@c.example' }, subject: 's' })
  })

  it('reads only the first 256 kB', () => {
    const raw = latin1(`X-Pad: ${'a'.repeat(256 * 1024)}\r\nFrom: jane@c.example\r\nSubject: s${body}`)
    expect(peekMail(raw)).toMatchObject({ messageId: null, from: null, subject: '' })
  })

  it.each([
    ['nothing', ''],
    ['a byte order mark', '\xef\xbb\xbf'],
    ['short garbage lines', 'a\n'.repeat(59).concat('to:\n').repeat(2_500)],
    ['brackets', `From: ${'<'.repeat(300_000)}`],
    ['encoded words', `Subject: ${'=?utf-8?q?'.repeat(30_000)}`],
    [
      'boundaries',
      `Content-Type: multipart/mixed; boundary=b\n\n${'--b\nContent-Type: multipart/mixed; boundary=b\n\n'.repeat(9_000)}`,
    ],
  ])('never throws: %s', (_, raw) => {
    expect(peekMail(latin1(raw)).messageId).toBeNull()
  })

  it('never throws: random bytes', () => {
    let seed = 1
    const next = () => {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0
      return seed >>> 16
    }
    const starts = [
      'From: ',
      'Subject: =?',
      '\r\nMessage-ID:',
      'Content-Type: multipart/x; boundary=',
      '\n\n',
      '--',
      '',
    ]
    for (let i = 0; i < 500; i++) {
      const chunks = Array.from({ length: 12 }, () =>
        Buffer.concat([latin1(starts[next() % starts.length] ?? ''), Buffer.from(Array.from({ length: 20 }, next))]),
      )
      expect(typeof peekMail(Buffer.concat(chunks)).subject).toBe('string')
    }
  })
})
