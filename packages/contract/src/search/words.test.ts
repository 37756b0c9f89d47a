import { describe, expect, it, test } from 'vitest'
import { hasPhrase, phrasesOf } from './phrase.ts'
import { maxIndexedWords, placedWords, wordsInOrder } from './words.ts'

const finds = (term: string, text: string, isExact = false): boolean =>
  phrasesOf(term, isExact).some(phrase => hasPhrase(placedWords(text), phrase))

describe('the words of a text', () => {
  it.each([
    ['Das Problème\u00a0ist  neu', ['das', 'probleme', 'ist', 'neu']],
    ['Cafe\u0301 STRASSE Straße', ['cafe', 'strasse', 'strasse']],
    ['Ver\u00adbin\u00addung fi\u200bne', ['verbindung', 'fine']],
    ['ﬁle １２３', ['file', '123']],
    ['İstanbul ΟΔΟΣ', ['istanbul', 'οδοσ']],
    ['故障です', ['故障', '障で', 'です', 'す']],
    ['東京2026年', ['東京', '京', '2026', '年']],
    ['https://wiki.example/a_b?x=1', ['https', 'wiki', 'example', 'a', 'b', 'x', '1']],
    ['🦜 … !', []],
  ])('%s', (text, words) => {
    expect(wordsInOrder(text)).toEqual(words)
  })

  it('ends after as many as are indexed, and cuts a word that is no word', () => {
    expect(placedWords('a '.repeat(20_000))).toHaveLength(maxIndexedWords)
    expect(wordsInOrder('x'.repeat(5_000))[0]).toHaveLength(64)
  })

  it('keeps whole characters where it cuts a word', () => {
    const [word = ''] = wordsInOrder(`a${'\u{13000}'.repeat(40)}`)
    expect(word.isWellFormed()).toBe(true)
    expect(wordsInOrder('broken \ud83d word').every(it => it.isWellFormed())).toBe(true)
  })

  it('reads a long run without spaces up to the limit', () => {
    expect(placedWords('あ'.repeat(400_000))).toHaveLength(maxIndexedWords)
  })

  it('reads more marks than any letter has in a time that grows with their number', () => {
    const cpu = (marks: number) => {
      const before = process.cpuUsage()
      for (let round = 0; round < 5; round += 1) placedWords(`a${'\u0300\u0323'.repeat(marks)}`)
      return process.cpuUsage(before).user
    }
    cpu(1_000)
    expect(cpu(40_000) / (cpu(4_000) + 500)).toBeLessThan(60)
  })

  it('reads a megabyte without nested repetition', () => {
    expect(placedWords("a-b'".repeat(250_000)).length).toBeLessThan(2 * maxIndexedWords)
  })
})

describe('a term', () => {
  it.each([
    ['probleme', 'un problème'],
    ['problème', 'Probleme!'],
    ['drop', 'it drops'],
    ['e-mail', 'an email'],
    ['email', 'my E-Mails'],
    ['NW-4102', 'about nw-4102.'],
    ['NW4102', 'about NW-4102'],
    ['4102', 'about NW-4102'],
    ["don't", 'I dont know'],
    ['wiki.example/a', 'see https://wiki.example/a?b'],
    ['障', '故障です'],
    ['故障', '故障です'],
    ['東京', '私は東京へ'],
    ['東京都', '東京都庁'],
    ['오류', '오류가 났습니다'],
    ['42', 'room 42'],
  ])('%s finds %s', (term, text) => {
    expect(finds(term, text)).toBe(true)
  })

  it.each([
    ['drop', 'raindrops'],
    ['42', 'room 420'],
    ['wiki.example/a', 'wiki and example and a'],
    ['東京都', '東京と京都'],
  ])('%s does not find %s', (term, text) => {
    expect(finds(term, text)).toBe(false)
  })

  test('in quotation marks it is the whole word, across lines too', () => {
    expect(finds('it drop', 'it drops', true)).toBe(false)
    expect(finds('it drops', 'does it\n  drops daily', true)).toBe(true)
  })
})
