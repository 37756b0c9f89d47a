import { describe, expect, it } from 'vitest'
import { firstMessageId, messageIds, peekMessageId } from './message-id.ts'
import { parseMail } from './parse.ts'

describe('messageIds', () => {
  it.each([
    ['<a@x> <b@x>', ['<a@x>', '<b@x>']],
    ['<a@x>,<b@x>,\t<c@x>', ['<a@x>', '<b@x>', '<c@x>']],
    ['<a@x><b@x>', ['<a@x>', '<b@x>']],
    ['<a@\r\n x>', ['<a@x>']],
    ['a@x, b@x', ['<a@x>', '<b@x>']],
    ['Your message of "Mon, 1 Jan" <a@x> (from Jane)', ['<a@x>']],
    ['<a@x', ['<a@x>']],
    ['<a@x <b@x>', ['<a@x>', '<b@x>']],
    ['<>', []],
    ['nothing here', []],
    [`<${'a'.repeat(2000)}@x>`, []],
  ])('reads %j', (value, ids) => {
    expect(messageIds(value)).toEqual(ids)
    expect(firstMessageId(value)).toBe(ids[0] ?? null)
  })
})

describe('peekMessageId', () => {
  it.each([
    ['in any case, with white space before the colon', 'From: a@x\r\nmessage-ID : <m@x>\r\n\r\nbody', '<m@x>'],
    ['folded', 'Message-ID:\r\n\t<m@x>\r\nFrom: a@x\r\n\r\n', '<m@x>'],
    ['with bare line feeds', 'From: a@x\nMessage-Id: <m@x>\n\n', '<m@x>'],
    ['in the first lines', 'Message-ID: <m@x>', '<m@x>'],
    ['after blank lines', '\r\n\r\nMessage-ID: <m@x>\r\n\r\n', '<m@x>'],
    ['without brackets', 'Message-ID: m@x\r\n\r\n', '<m@x>'],
    ['of the body, which does not count', 'From: a@x\r\n\r\nMessage-ID: <m@x>\r\n', null],
    ['of another header', 'X-Message-ID: <m@x>\r\nResent-Message-ID: <n@x>\r\n\r\n', null],
    ['of an empty mail', '', null],
  ])('finds the id %s and agrees with parseMail', async (_, raw, id) => {
    expect(peekMessageId(Buffer.from(raw))).toBe(id)
    if (raw) expect((await parseMail(Buffer.from(raw))).messageId).toBe(id)
  })

  it('reads only the first 256 kB', () => {
    const head = Buffer.from(`X-Pad: ${'a'.repeat(256 * 1024)}\r\nMessage-ID: <m@x>\r\n\r\n`)
    expect(peekMessageId(head)).toBeNull()
  })
})
