import { maxMailBytes } from '@gotrs/core/inbound/filing/deliver'

export const mailOf = (subject: string, headers: string, ...body: string[]) => {
  const head = ['From: Omar Aziz <omar@acme.example>', 'To: support@gotrs.example', `Subject: ${subject}`]
  const messageId = `Message-ID: <${subject.replaceAll(/\W/g, '-')}@acme.example>`
  return Buffer.from([...head, messageId, headers, '', ...body].join('\r\n'))
}

const mixed = 'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b'
const fileIn = (encoding: string) =>
  `Content-Disposition: attachment; filename=a.bin\r\nContent-Transfer-Encoding: ${encoding}\r\n`
const base64Line = `${Buffer.alloc(57, 7).toString('base64')}\r\n`
/** Leaves room for the mail header and the delimiters of parts. */
const room = maxMailBytes - 4_000

function withFile(subject: string, encoding: string, line: string, bytes = room, first = '', last = ''): Buffer {
  const body = `${first}${line.repeat(bytes / line.length)}${last}`
  return mailOf(subject, mixed, '--b', '', 'See the file.', '--b', fileIn(encoding), `${body}--b--`)
}

export const withBase64 = (subject: string, bytes = room) => withFile(subject, 'base64', base64Line, bytes)

const enclosing = (subject: string) =>
  mailOf(
    subject,
    mixed,
    '--b',
    'Content-Type: message/rfc822\r\n',
    withBase64('inside', room - 4_000).toString('latin1'),
  )

const inBase64 = (text: string) => Buffer.from(text).toString('base64').replaceAll(/.{76}/g, '$&\r\n')
const repeated = (text: string, bytes = room) => text.repeat(bytes / text.length)

/** Mails that could make the parser keep a second copy, or many small objects, in memory; by subject. */
export const hostileMails: Record<string, (subject: string) => Buffer> = {
  large: withBase64,
  'eight bit': subject => withFile(subject, '8bit', base64Line),
  quoted: subject => withFile(subject, 'quoted-printable', `${'=41'.repeat(20)}=\r\n`),
  uuencoded: subject =>
    withFile(subject, 'x-uuencode', `M${'!'.repeat(60)}\r\n`, room, 'begin 644 a.bin\r\n', '`\r\nend\r\n'),
  'Fwd: enclosed': enclosing,
  text: subject => mailOf(subject, '', repeated('words and words \r\n')),
  html: subject =>
    mailOf(
      subject,
      'Content-Type: text/html\r\nContent-Transfer-Encoding: base64',
      inBase64(repeated('<p>words and words</p> \n', 0.7 * room)),
    ),
  parts: subject => mailOf(subject, mixed, ...Array(10_000).fill(`--b\r\n${fileIn('base64')}\r\nAAAA`), '--b--'),
  lines: subject =>
    mailOf(
      subject,
      `X-One: ${'x'.repeat(1e6)}\r\nX-Two: ${'a@b, '.repeat(2e5)}\r\nCc: ${'<a@b.c>, '.repeat(1e5)}`,
      'Hi.',
    ),
  flowed: subject =>
    mailOf(
      subject,
      'Content-Type: text/plain; format=flowed',
      'words that flow on and on \r\n> quoted \r\n'.repeat(5e4),
    ),
  open: subject => mailOf(subject, '', '<'.repeat(1e6), 'a@'.repeat(5e5), '('.repeat(1e6), 'https://a.b/'.repeat(8e4)),
}
