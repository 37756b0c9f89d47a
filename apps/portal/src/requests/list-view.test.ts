import { parseFilter } from '@gotrs/contract/filter/parse'
import { listTicketsInput } from '@gotrs/contract/tickets'
import { describe, expect, it } from 'vitest'
import { addressOf, filterOf, type ListView, listInput, shows, viewOf } from './list-view.ts'

const viewAt = (address: string) => viewOf(new URL(address, 'http://desk.example').searchParams)

describe('the view of the list', () => {
  it('is its address, and the address is the view', () => {
    for (const show of shows) {
      for (const words of ['', 'vpn & "two words"']) {
        const view: ListView = { show, words }
        expect(viewAt(addressOf(view))).toEqual(view)
      }
    }
  })

  it('starts with what is open, and looks for words in all', () => {
    expect(viewAt('/')).toEqual({ show: 'open', words: '' })
    expect(viewAt('/?q=vpn')).toEqual({ show: 'all', words: 'vpn' })
    expect(viewAt('/?show=nonsense')).toEqual({ show: 'open', words: '' })
  })

  it('asks the server for what the contract takes', () => {
    const input = listInput({ show: 'solved', words: 'vpn' })
    expect(listTicketsInput.parse(input)).toMatchObject({ status: ['resolved', 'closed'], q: 'vpn' })
    expect(listTicketsInput.parse(listInput({ show: 'all', words: '' })).status).toBeUndefined()
  })
})

describe('filterOf', () => {
  it('looks for every word', () => {
    expect(parseFilter(filterOf('printer  smokes'))).toEqual({
      and: [
        { field: 'text', contains: 'printer' },
        { field: 'text', contains: 'smokes' },
      ],
    })
  })

  it('keeps a phrase together, also one that is still being typed', () => {
    const phrase = { field: 'text', contains: 'two words', isExact: true }
    expect(parseFilter(filterOf('"two words"'))).toEqual(phrase)
    expect(parseFilter(filterOf('"two words'))).toEqual(phrase)
  })

  it('finds a request by its number', () => {
    expect(parseFilter(filterOf('#1042'))).toEqual({ field: 'number', is: 1042 })
  })

  it.each(['status:open', 'abc) OR (b', '-xyz', '"" ""', 'x'.repeat(200), 'abc '.repeat(100)])(
    'never makes a filter that is refused: %s',
    words => {
      expect(() => parseFilter(filterOf(words))).not.toThrow()
    },
  )

  it.each([
    ['status: broken', ['status', 'broken']],
    ['status:open', ['status', 'open']],
    ['either OR -neither (maybe)', ['either', 'or', 'neither', 'maybe']],
    ['e-mail', ['e-mail']],
  ])('reads nothing of the filter language: %s', (words, found) => {
    const parts = found.map(contains => ({ field: 'text', contains }))
    expect(parseFilter(filterOf(words))).toEqual(parts.length === 1 ? parts[0] : { and: parts })
  })
})
