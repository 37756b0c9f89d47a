import { growth } from '@gotrs/mail/testing/growth'
import { describe, expect, it } from 'vitest'
import { classifyBase64Line } from './base64.ts'

const kindOf = (line: string) => classifyBase64Line(Buffer.from(line), 0, line.length)

describe('classifyBase64Line', () => {
  it.each([
    ['', 'blank'],
    [' \t', 'blank'],
    ['QUJD', 'short'],
    ['  QUJD \t ', 'short'],
    ['QQ== ', 'padded'],
    ['Two words', 'foreign'],
    ['A! ', 'foreign'],
    ['-----', 'foreign'],
    [`${'QUJD'.repeat(12)} `, 'long'],
    [`${'QUJD'.repeat(12)} A`, 'long'],
  ])('classifies %j as %s', (line, kind) => {
    expect(kindOf(line)).toBe(kind)
  })

  it.each([['!'], ['']])('reads a line of blanks that ends with %j in linear time', async end => {
    expect(await growth(20_000, size => kindOf(`A${' '.repeat(size)}${end}`))).toBeLessThan(9)
  })
})
