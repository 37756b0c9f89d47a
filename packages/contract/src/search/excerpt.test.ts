import { expect, it } from 'vitest'
import { excerptOf } from './excerpt.ts'
import { phrasesOf } from './phrase.ts'

const marked = (text: string, ...terms: string[]) => {
  const { text: shown, marks } = excerptOf(
    text,
    terms.flatMap(term => phrasesOf(term, false)),
  )
  return marks.map(({ start, end }) => shown.slice(start, end))
}

it.each([
  ['The VPN drops every day.', ['vpn', 'drop'], ['VPN', 'drops']],
  ['Das Problème ist neu', ['probleme'], ['Problème']],
  ['Ver\u00adbin\u00addung weg', ['verbindung'], ['Ver\u00adbin\u00addung']],
  ['about NW-4102 and more', ['nw-4102'], ['NW-4102']],
  ['私は東京都庁へ', ['東京都'], ['東京都']],
  ['nothing here', ['vpn'], []],
])('marks what was looked for in "%s"', (text, terms, words) => {
  expect(marked(text, ...terms)).toEqual(words)
})

it('shows the part of a long text where it is, from the beginning of a word', () => {
  const { text, marks } = excerptOf(
    `${'many words '.repeat(100)}the VPN drops${' and more'.repeat(100)}`,
    phrasesOf('vpn', false),
  )
  expect(text).toMatch(/^…(many|words) .*the VPN drops and more.*…$/)
  expect(marks.map(({ start, end }) => text.slice(start, end))).toEqual(['VPN'])
})

it('shows the beginning where nothing is found', () => {
  expect(excerptOf('a\n\n b', phrasesOf('vpn', false))).toEqual({ text: 'a b', marks: [] })
})
