import { describe, expect, it } from 'vitest'
import { DeskError } from '../errors.ts'
import { parseFilter } from './parse.ts'
import { filterWords } from './words.ts'

const reasonOf = (text: string) => {
  try {
    parseFilter(text)
  } catch (error) {
    if (error instanceof DeskError) return String(error.params.reason)
  }
  return null
}

describe('parseFilter', () => {
  it('reads fields, words and phrases as "and"', () => {
    expect(parseFilter('status:open from:ana tag:VPN "exact phrase" older:7d')).toEqual({
      and: [
        { field: 'status', in: ['open'] },
        { field: 'customer', is: 'ana' },
        { field: 'tag', is: 'vpn' },
        { field: 'text', contains: 'exact phrase' },
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

  it('reads #1042 as the ticket, 1042 as the ticket or the text, and quoted values with blanks', () => {
    expect(parseFilter('1042')).toEqual({
      or: [
        { field: 'number', is: 1042 },
        { field: 'text', contains: '1042' },
      ],
    })
    expect(parseFilter('#1042')).toEqual({ field: 'number', is: 1042 })
    expect(parseFilter('queue:"Second line"')).toEqual({ field: 'queue', is: 'Second line' })
  })

  it('gives an empty filter for empty text', () => {
    expect(parseFilter('   ')).toEqual({ and: [] })
  })

  it.each([
    ['status:sleepy', '"status:" takes new, open, resolved, closed'],
    ['older:soon', 'takes an age'],
    ['"never closed', 'no matching one'],
    ['(tag:a', 'has no matching ")"'],
    ['tag:a)', 'has no matching "("'],
    ['tag:', 'write a value after'],
    ['OR OR', 'on both sides of OR'],
    ['tag:a OR', 'on both sides of OR'],
    ['('.repeat(40), 'nest at most'],
    [`${'-'.repeat(40)}tag:a`, 'minus signs in a row'],
    ['vp', 'write at least 3 letters or digits'],
    ['-"v p"', 'write at least 3 letters or digits'],
    ['"%%%"', 'write at least 3 letters or digits'],
    ['故', 'write at least 3 letters or digits'],
    ['from:li', 'write at least 3 letters or digits'],
    ['organisation:a', 'write at least 3 letters or digits'],
    ['one two three four five -six', 'at most 5 words'],
    ['one (two OR from:three) -four organisation:five assignee:six', 'at most 5 words'],
  ])('says what is wrong with %s', (text, reason) => {
    expect(reasonOf(text)).toContain(reason)
  })

  it('names the word that is wrong, and where it stands', () => {
    const refusal = (text: string) => {
      try {
        return parseFilter(text)
      } catch (error) {
        return (error as DeskError).params
      }
    }
    expect(refusal('tag:vpn status:sleepy older:7d')).toMatchObject({ at: 8, word: 'status:sleepy' })
    expect(refusal('tag:vpn "never closed')).toMatchObject({ at: 8, word: '"never' })
    expect(refusal(`vpn ${'🦜'.repeat(200)}`)).toMatchObject({ at: 4, word: '🦜'.repeat(60) })
  })

  it('names the term that is too short or one too many, and where it is', () => {
    const refusal = (text: string) => {
      try {
        return parseFilter(text)
      } catch (error) {
        return (error as DeskError).params
      }
    }
    expect(refusal('data vpn -at')).toMatchObject({ at: 10, word: 'at' })
    expect(refusal('one two three four five tag:x sixth')).toMatchObject({ at: 30, word: 'sixth' })
  })

  it('takes two characters of Chinese, Japanese and Korean, and short values that are no search', () => {
    expect(parseFilter('故障')).toEqual({ field: 'text', contains: '故障' })
    expect(parseFilter('오류')).toEqual({ field: 'text', contains: '오류' })
    expect(parseFilter('42')).toEqual({ field: 'number', is: 42 })
    for (const text of ['assignee:me', 'assignee:none', 'tag:a', 'queue:b', 'number:1']) parseFilter(text)
    parseFilter('assignee:me from:me one two three four five')
  })

  it.each(Object.entries(filterWords))('reads the example of %s and the values that it offers', (word, record) => {
    expect(parseFilter(record.example)).toHaveProperty('field')
    for (const value of record.values ?? []) expect(parseFilter(`${word}:${value}`)).toHaveProperty('field')
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
    expect(parseFilter('-error: 0x80004005')).toEqual({
      and: [{ not: { field: 'text', contains: 'error:' } }, { field: 'text', contains: '0x80004005' }],
    })
    expect(parseFilter('error:"no disk" is:done')).toEqual({
      and: [
        { field: 'text', contains: 'error:' },
        { field: 'text', contains: 'no disk' },
        { field: 'is', state: 'done' },
      ],
    })
  })

  it('leaves out the Re: of a subject, which is too short to search for', () => {
    expect(parseFilter('Re: hello')).toEqual({ field: 'text', contains: 'hello' })
    expect(parseFilter('Re: -Fw: (hello OR is:done)')).toEqual({
      not: {
        or: [
          { field: 'text', contains: 'hello' },
          { field: 'is', state: 'done' },
        ],
      },
    })
    expect(reasonOf('Re:')).toContain('write at least 3 letters or digits')
    expect(reasonOf('Re: OR hello')).toContain('write at least 3 letters or digits')
  })
})
