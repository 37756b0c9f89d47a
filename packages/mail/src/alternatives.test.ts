import { growth } from '@gotrs/mail/testing/growth'
import { describe, expect, it } from 'vitest'
import { alternativeOf, type Segment } from './alternatives.ts'
import { parseMail } from './parse.ts'

const rich = (html: string): Segment => ({ text: null, html })
const plain = (text: string): Segment => ({ text, html: null })

/** The innermost choice, and at each level around it one more that says something else. */
function nested(depth: number, innermost: Segment, other: (level: number) => Segment): Segment[] {
  let choice = [innermost]
  for (let level = 0; level < depth; level++) choice = alternativeOf([[other(level)], choice])
  return choice
}

describe('alternatives inside alternatives', () => {
  it('show text of one level, and text of two levels once', () => {
    const [segment, ...others] = nested(3, rich('<p>The words</p>'), level => rich(`<p>Level ${level % 2}</p>`))
    expect(others).toEqual([])
    expect(segment?.html?.match(/Level 0|Level 1|The words/g)).toEqual(['Level 1', 'Level 0', 'The words'])
  })

  it('show the plain text of an inner level once, with any marks in it', () => {
    const inner = alternativeOf([[plain('Some words')], [plain('Other words')]])
    expect(alternativeOf([inner, [plain('some, Other')], [plain('Some words — other words')]])).toMatchObject([
      { text: 'Some words\nOther words\nsome, Other\nSome words — other words', html: null },
    ])
    expect(alternativeOf([inner, [plain('words: Other')]])).toMatchObject([
      { text: 'Some words\nOther words', html: null },
    ])
  })

  const body = '<p>Some words of a letter</p>'.repeat(1_000)
  it.each<[string, Segment, (level: number) => Segment]>([
    ['HTML around HTML', rich(body), level => rich(`<p>Level ${level}</p>`)],
    ['text around marks', plain('!? '.repeat(300_000)), level => plain(`Level ${level}`)],
    ['text around text', plain('Some words of a letter\n'.repeat(4_000)), level => plain(`Level ${level}`)],
  ])('read the innermost text once: %s', async (_, innermost, other) => {
    // Four times the depth is nearly the same work; if each level read the text again, it would be four times as much.
    const ratio = await growth(10, depth => {
      const segments = nested(depth, { ...innermost }, other)
      return alternativeOf([[plain('x')], [rich('y')], segments])
    })
    expect(ratio).toBeLessThan(2.5)
  })

  it('are compared in linear time although the texts are repetitive', async () => {
    const period = `${'a'.repeat(300)}b`
    const ratio = await growth(100, size => {
      const half = period.repeat(size)
      const [best, other] = [half.repeat(6), `${half}a${half}`]
      expect(alternativeOf([[rich(other)], [rich(best)]])[0]?.html).toContain(other)
    })
    expect(ratio).toBeLessThan(9)
  })
})

it('reads a mail of alternatives a hundred deep about as fast as one of ten', async () => {
  const mail = (depth: number) => {
    const open = (i: number) =>
      `Content-Type: multipart/alternative; boundary="b${i}"\r\n\r\n--b${i}\r\nContent-Type: text/html\r\n\r\n<p>Level ${i}</p>\r\n--b${i}\r\n`
    const levels = Array.from({ length: depth }, (_, i) => open(i)).join('')
    return Buffer.from(
      `From: a@x.example\r\n${levels}Content-Type: text/html\r\n\r\n${'<p>Some words</p>'.repeat(4_000)}`,
    )
  }
  expect(await growth(22, depth => parseMail(mail(depth)))).toBeLessThan(2.5)
})
