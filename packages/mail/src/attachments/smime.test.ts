import { describe, expect, it } from 'vitest'
import { wholeOf } from '../content.ts'
import { parseMail } from '../parse.ts'
import { readSmime } from './smime.ts'

const sized = (tag: number, ...content: Buffer[]): Buffer => {
  const body = Buffer.concat(content)
  const head = Buffer.from([tag, 0x84, 0, 0, 0, 0])
  head.writeUInt32BE(body.length, 2)
  return Buffer.concat([head, body])
}
const endless = (tag: number, ...content: Buffer[]): Buffer =>
  Buffer.concat([Buffer.from([tag, 0x80]), ...content, Buffer.alloc(2)])
const octets = (text: string): Buffer => sized(0x04, Buffer.from(text))
const id = (hex: string): Buffer => Buffer.concat([Buffer.from([0x06, hex.length / 2]), Buffer.from(hex, 'hex')])

/** SignedData around the content, without a signature. */
function signed(...content: Buffer[]): Buffer {
  const encapsulated = sized(0x30, id('2a864886f70d010701'), sized(0xa0, ...content))
  const data = sized(0x30, sized(0x02, Buffer.from([1])), sized(0x31), encapsulated, sized(0x31))
  return sized(0x30, id('2a864886f70d010702'), sized(0xa0, data))
}

const read = (bytes: Buffer) => {
  const found = readSmime(bytes, bytes.length, 'signed-data')
  return found.kind === 'signed' ? found.mime.toString() : found.kind
}
const pieces = (count: number) => Array.from({ length: count }, (_, i) => octets(`${i};`))
const text = (count: number) => Array.from({ length: count }, (_, i) => `${i};`).join('')

describe('what an S/MIME file signed', () => {
  it.each([
    ['one piece', octets('the words'), 'the words'],
    ['as many pieces as there are', sized(0x24, ...pieces(30_000)), text(30_000)],
    ['pieces without a length of their own', endless(0x24, ...pieces(30_000)), text(30_000)],
    ['pieces inside pieces', sized(0x24, octets('a'), endless(0x24, octets('b'), octets('c')), octets('d')), 'abcd'],
  ])('is read completely from %s', (_, content, whole) => {
    expect(read(signed(content))).toBe(whole)
  })

  it.each([
    ['pieces that break off', sized(0x24, octets('a'), Buffer.from([0x04, 0x20, 0x61]))],
    ['a piece of another type', sized(0x24, octets('a'), sized(0x02, Buffer.from('b')))],
    ['pieces behind an end', sized(0x24, octets('a'), Buffer.alloc(2), octets('b'))],
    ['a second content', Buffer.concat([octets('a'), octets('b')])],
    [
      'pieces that are nested without an end',
      Array.from({ length: 2_000 }).reduce<Buffer>(it => sized(0x24, it), octets('a')),
    ],
  ])('stays a file if it is %s', (_, content) => {
    expect(read(signed(content))).toBe('other')
  })

  it('the mail shows the whole text, or lists the file', async () => {
    const mail = (content: Buffer) =>
      parseMail(
        Buffer.from(
          `From: a@x.example\r\nContent-Type: application/pkcs7-mime; smime-type=signed-data; name=smime.p7m\r\nContent-Transfer-Encoding: base64\r\n\r\n${signed(content).toString('base64')}\r\n`,
        ),
      )
    const words = [octets('Content-Type: text/plain\r\n\r\n'), ...pieces(12_000)]
    expect(await mail(sized(0x24, ...words))).toMatchObject({ text: text(12_000), attachments: [] })
    const broken = await mail(sized(0x24, ...words, Buffer.from([0x04, 0x7f])))
    expect(broken).toMatchObject({ text: '', attachments: [{ filename: 'smime.p7m' }] })
    expect(wholeOf(broken.attachments[0]?.content ?? Buffer.alloc(0)).includes('11999;')).toBe(true)
  })
})
