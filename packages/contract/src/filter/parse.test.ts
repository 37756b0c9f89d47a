import { describe, expect, it } from 'vitest'
import { DeskError } from '../errors.ts'
import { parseFilter } from './parse.ts'
import { filterWords, valuesOf } from './words.ts'

const paramsOf = (text: string) => {
  try {
    parseFilter(text)
  } catch (error) {
    if (error instanceof DeskError) return error.params
  }
  return null
}
const reasonOf = (text: string) => paramsOf(text)?.reason ?? null

describe('parseFilter', () => {
  it('reads fields, words and phrases as "and"', () => {
    expect(parseFilter('status:open from:ana tag:VPN "exact phrase" older:7d')).toEqual({
      and: [
        { field: 'status', in: ['open'] },
        { field: 'customer', is: 'ana' },
        { field: 'tag', is: 'vpn' },
        { field: 'text', contains: 'exact phrase', isExact: true },
        { field: 'created', to: { ago: 604_800 } },
      ],
    })
  })

  it('reads brackets, OR and minus, OR binding weaker', () => {
    expect(parseFilter('is:open (priority:high OR priority:urgent) -tag:spam')).toEqual({
      and: [
        { field: 'is', state: 'open' },
        {
          or: [
            { field: 'priority', in: ['high'] },
            { field: 'priority', in: ['urgent'] },
          ],
        },
        { not: { field: 'tag', is: 'spam' } },
      ],
    })
  })

  it('reads the groups that a ticket is in', () => {
    expect(parseFilter('is:done')).toEqual({ field: 'is', state: 'done' })
    expect(parseFilter('is:held')).toEqual({ field: 'is', state: 'held' })
    expect(reasonOf('is:heldd')).toContain('"is:" takes open, done')
  })

  it('reads NOT as minus', () => {
    expect(parseFilter('NOT tag:spam')).toEqual({ not: { field: 'tag', is: 'spam' } })
  })

  it('reads #1042 as the ticket, 1042 as text, and quoted values with blanks', () => {
    expect(parseFilter('#1042')).toEqual({ field: 'number', is: 1042 })
    expect(parseFilter('1042')).toEqual({ field: 'text', contains: '1042' })
    expect(parseFilter('Room 42')).toEqual({
      and: [
        { field: 'text', contains: 'Room' },
        { field: 'text', contains: '42' },
      ],
    })
    expect(parseFilter('queue:"Second line"')).toEqual({ field: 'queue', is: 'Second line' })
  })

  it('gives an empty filter for empty text', () => {
    expect(parseFilter('   ')).toEqual({ and: [] })
  })

  it.each([
    ['status:sleepy', '"status:" takes new, open, resolved, closed'],
    ['older:soon', 'takes an age'],
    ['"%%%"', 'write at least one letter or digit'],
    ['- ( ) "', 'write at least one letter or digit'],
    ['🦜', 'write at least one letter or digit'],
    ['from:li', 'write at least 3 letters or digits'],
    ['organisation:a', 'write at least 3 letters or digits'],
    ['from:one1 (two OR from:three) -from:four organisation:five assignee:six from:seven', 'at most 5 names'],
  ])('says what is wrong with %s', (text, reason) => {
    expect(reasonOf(text)).toContain(reason)
  })

  it('names the wrong word and its place', () => {
    expect(paramsOf('tag:vpn status:sleepy older:7d')).toMatchObject({ at: 8, word: 'status:sleepy' })
    expect(paramsOf('data vpn -from:at')).toMatchObject({ at: 10, word: 'from:at' })
  })

  const text = (contains: string) => ({ field: 'text', contains })

  it.each([
    ['"never closed', [text('never'), text('closed')]],
    ['(tag:a', [{ field: 'tag', is: 'a' }]],
    ['Printer (3rd floor', [text('Printer'), text('3rd'), text('floor')]],
    ['vpn) is down', [text('vpn'), text('is'), text('down')]],
    ['OR OR vpn', [text('vpn')]],
    ['vpn OR', [text('vpn')]],
    ['- vpn -', [text('vpn')]],
    ['[vpn] & more…', [text('[vpn]'), text('more…')]],
    ['Status: broken', [text('Status:'), text('broken')]],
    ['status:500 Internal', [text('status:500'), text('Internal')]],
    ['tag: vpn', [text('tag:'), text('vpn')]],
    ['Re: AW: vpn', [text('vpn')]],
    ['Re:', [text('Re:')]],
    [`${'('.repeat(40)}vpn)`, [text('vpn')]],
    [`${'-'.repeat(40)}vpn`, [text('vpn')]],
  ])('reads what somebody pasted as text: %s', (pasted, parts) => {
    expect(parseFilter(pasted)).toEqual(parts.length === 1 ? parts[0] : { and: parts })
  })

  it('looks for the first 50 words of a long text', () => {
    const words = Array.from({ length: 60 }, (_, at) => `word${at}`)
    const filter = parseFilter(words.join(' '))
    expect('and' in filter && filter.and).toHaveLength(50)
  })

  it('takes short words and single characters', () => {
    for (const short of ['vp', '故障', '오류', '故', '42', 'a']) expect(parseFilter(short)).toEqual(text(short))
    for (const value of ['assignee:me', 'assignee:none', 'tag:a', 'queue:b', 'number:1']) parseFilter(value)
  })

  it.each(Object.entries(filterWords))('reads the example of %s and the values that it offers', (word, record) => {
    expect(parseFilter(record.example)).toHaveProperty('field')
    for (const value of Object.keys(valuesOf(record, new Date())))
      expect(parseFilter(`${word}:${value}`)).toHaveProperty('field')
  })

  it.each([
    'http://wiki.example/vpn',
    '12:30',
    'error:',
    'C:\\Windows',
    'colour:red',
    '__proto__:x',
    'constructor:x',
    'tostring:x',
    'hasownproperty:x',
  ])('looks for text with a colon that is no filter: %s', text => {
    expect(parseFilter(text)).toEqual({ field: 'text', contains: text })
  })

  it('looks for the words around such a colon together with the other words', () => {
    expect(parseFilter('-error: 0x80004005')).toEqual({ and: [{ not: text('error:') }, text('0x80004005')] })
    expect(parseFilter('error:"no disk" is:done')).toEqual({
      and: [text('error:'), { ...text('no disk'), isExact: true }, { field: 'is', state: 'done' }],
    })
  })
})
