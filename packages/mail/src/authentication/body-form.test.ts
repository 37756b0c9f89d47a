import { expect, it } from 'vitest'
import { BodyForm } from './body-form.ts'

const formOf = (body: string, size: number) => {
  const bytes = Buffer.from(body, 'latin1')
  const form = new BodyForm(bytes)
  for (let at = 0; at < bytes.length; at += size) form.update(bytes.subarray(at, at + size))
  return form
}

it.each([1, 2, 3, 7, 1_000])('a body in pieces of %i bytes has the same form', size => {
  const framed = (body: string) => formOf(body, size).isFramedBy('b')
  expect(framed('\r\n--b \r\n\r\nx--b\r\n -- b\r\n--b\r\n--b--\r\n \r\n')).toBe(true)
  expect(framed('--b\n\nx\n--b--')).toBe(true)
  expect(framed('x\r\n--b\r\n--b--\r\n')).toBe(false)
  expect(framed('--b\r\n--b--\r\nx')).toBe(false)
  expect(framed('--b\r\nx --b--\r\n')).toBe(false)
  const quoted = (body: string) => formOf(body, size).isQuotedPrintable
  expect(quoted('a=3D=\r\nb= \r\nc=\n=e4')).toBe(true)
  for (const body of ['a=0Ab', 'a=3', 'a= b', 'a=G0', 'a==', '\xe4'].map(it => `${it}\r\n`))
    expect(quoted(body), body).toBe(false)
  expect([formOf('aGVs\r\nbG8=\r\n', size).isBase64, formOf('aGVs bG8', size).isBase64]).toEqual([true, false])
})

it.each([
  ['empty lines', '\r\n'],
  ['lines of a multipart', '-\r\n'],
  ['one line of a multipart', 'a'],
  ['escapes', '=\r\n'],
])(
  '20 MB of %s are read in one pass',
  (_what, piece) => {
    const started = process.cpuUsage()
    formOf(`--b\r\n${piece.repeat((20 * 1024 * 1024) / piece.length)}`, 256 * 1024)
    expect(process.cpuUsage(started).user / 1_000_000).toBeLessThan(20)
  },
  60_000,
)
