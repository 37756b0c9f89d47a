import { describe, expect, it } from 'vitest'
import { foreignTokens, withTokens } from './foreign-tokens.ts'

const isOurs = (number: number) => number === 1042

describe('the tokens of another ticket system in a subject', () => {
  it.each([
    ['Re: Printer [VEND-55667]', ['[VEND-55667]']],
    ['[#123] Printer', ['[#123]']],
    ['RE: Printer (Case 0012)', ['(Case 0012)']],
    ['Printer ##9912##', ['##9912##']],
    ['[ticket:42] Printer', ['[ticket:42]']],
    ['AW: [Ticket #2024112910000015] Drucker', ['[Ticket #2024112910000015]']],
    ['Printer ref:_00D5f.5003A00:ref', ['ref:_00D5f.5003A00:ref']],
    ['[EXTERNAL] Printer [JIRA] (urgent)', []],
    ['[#1042] Printer [#7]', ['[#7]']],
    ['[Ticket #1042] Printer', []],
    ['[A-1] [A-1] x', ['[A-1]']],
    ['[A-1] [A-2] [A-3] [A-4]', ['[A-1]', '[A-2]', '[A-3]']],
    [`[${'9'.repeat(60)}]`, []],
    ['', []],
  ])('in %j are %j', (subject, expected) => {
    expect(foreignTokens(subject, isOurs)).toEqual(expected)
  })

  it('contain no line break, and are searched in a limited part', () => {
    expect(foreignTokens('[A-1\r\nBcc: x@evil.example]', isOurs)).toEqual([])
    expect(foreignTokens(`${'['.repeat(1_000_000)}A-1]`, isOurs)).toEqual([])
  })

  it('occur once in the subject of the answer', () => {
    expect(withTokens('Re: Printer', ['[A-1]', '##2##'])).toBe('Re: Printer [A-1] ##2##')
    expect(withTokens('Re: [A-1] Printer', ['[A-1]'])).toBe('Re: [A-1] Printer')
  })
})
