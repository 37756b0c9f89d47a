import { describe, expect, it } from 'vitest'
import { parseMail } from './parse.ts'

const header = 'From: MAILER-DAEMON@relay.example\r\nSubject: Undelivered\r\nMIME-Version: 1.0\r\n'
const type = 'Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n'
const FIELDS = 'Action: failed\r\nStatus: 5.1.1\r\n'

function bouncesOf(fields: string | Buffer, ...more: string[]) {
  const part = ['--b', 'Content-Type: message/delivery-status', ...more, '', ''].join('\r\n')
  return parseMail(
    Buffer.concat([Buffer.from(header + type + part), Buffer.from(fields), Buffer.from('\r\n--b--\r\n')]),
  )
}

describe('a delivery report', () => {
  it.each([
    [
      'the original recipient where the final one is of X.400',
      'Final-Recipient: X400; /C=de/S=omar\r\nOriginal-Recipient: rfc822;omar@x.example',
    ],
    [
      'the final recipient where both are addresses',
      'Final-Recipient: rfc822; omar@x.example\r\nOriginal-Recipient: rfc822; alias@x.example',
    ],
    ['an address in brackets and another spelling', 'final-recipient : RFC822;<omar@x.example> (Omar)'],
  ])('is about %s', async (_, recipient) => {
    const { bounces } = await bouncesOf(`Reporting-MTA: dns; x\r\n\r\n${recipient}\r\n${FIELDS}`)
    expect(bounces).toMatchObject([{ recipient: 'omar@x.example', action: 'failed', status: '5.1.1' }])
  })

  it.each<[string, (text: string) => string | Buffer, string[]]>([
    ['UTF-16', text => Buffer.from(`\ufeff${text}`, 'utf16le'), ['Content-Transfer-Encoding: binary']],
    ['UTF-8 with a mark', text => `\ufeff${text}`, []],
    ['base64', text => Buffer.from(text).toString('base64'), ['Content-Transfer-Encoding: base64']],
    ['quoted-printable', text => text.replaceAll('@', '=40'), ['Content-Transfer-Encoding: quoted-printable']],
  ])('is read in %s', async (_, encode, headers) => {
    const { bounces } = await bouncesOf(encode(`Final-Recipient: rfc822; omar@x.example\r\n${FIELDS}`), ...headers)
    expect(bounces).toMatchObject([{ recipient: 'omar@x.example', status: '5.1.1' }])
  })
})
