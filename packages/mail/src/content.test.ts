import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { headOf, piecesOf, wholeOf } from './content.ts'
import { parseMailNow } from './parse.ts'

const MB = 1024 * 1024
const bytes = Buffer.alloc(4 * MB, 'The bytes of a large file, no two lines of it alike. ')

const base64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

const encoded: Record<string, string> = {
  base64: bytes.toString('base64').replace(/.{76}/g, '$&\r\n'),
  'quoted-printable': bytes.toString('latin1').replace(/.{60}/g, '$&=\r\n'),
  'x-uuencode': `begin 644 a\r\n${uuLines(bytes)}\`\r\nend`,
  '8bit': bytes.toString('latin1'),
}

function mailWith(encoding: string, body = encoded[encoding]): Buffer {
  const file = `Content-Type: image/png\r\nContent-Transfer-Encoding: ${encoding}\r\n\r\n${body}`
  const head = 'From: a@x.example\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b'
  return Buffer.from(`${head}\r\n\r\n--b\r\n${file}\r\n--b--`)
}

/** Lines of 45 bytes, each with its length before it. */
function uuLines(data: Buffer): string {
  const lines: string[] = []
  for (let at = 0; at < data.length; at += 45) lines.push(uuLine(data.subarray(at, at + 45)))
  return lines.join('')
}

function uuLine(data: Buffer): string {
  const padded = Buffer.concat([data], Math.ceil(data.length / 3) * 3)
  const sixes = padded.toString('base64').replace(/./g, it => String.fromCharCode(32 + base64.indexOf(it)))
  return `${String.fromCharCode(32 + data.length)}${sixes}\r\n`
}

describe('the content of a large file', () => {
  it.each(Object.keys(encoded))('in %s is decoded completely without a second copy in memory', encoding => {
    const raw = mailWith(encoding)
    const before = process.memoryUsage().arrayBuffers
    const [file] = parseMailNow(raw).attachments
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(bytes.length / 2)
    expect(file).toMatchObject({ size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') })
    const content = file?.content ?? Buffer.alloc(0)
    expect(bytes.equals(wholeOf(content))).toBe(true)
    expect(headOf(content, 100_000).equals(bytes.subarray(0, 100_000))).toBe(true)
  })

  it('comes in pieces that may end at any byte of the encoding', () => {
    for (const shift of [0, 1, 2, 3]) {
      const text = '='.repeat(shift) + encoded.base64
      const [file] = parseMailNow(mailWith('base64', text)).attachments
      expect(bytes.equals(wholeOf(file?.content ?? Buffer.alloc(0)))).toBe(true)
    }
    const [file] = parseMailNow(mailWith('base64')).attachments
    const sizes = [...piecesOf(file?.content ?? Buffer.alloc(0))].map(it => it.length)
    expect(Math.max(...sizes)).toBeLessThanOrEqual(64 * 1024)
  })
})
