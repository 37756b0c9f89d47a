import { hasPhrase, phrasesOf } from '../../search/phrase.ts'
import { placedWords } from '../../search/words.ts'
import { field, reject } from '../field.ts'

/**
 * What is written without a word and a colon before it: these words, one after the other, in one of the texts. Accents and
 * case do not count; the last word may go on, unless `isExact`.
 */
export const text = field<{ field: 'text'; contains: string; isExact?: boolean }>({
  availableTo: 'everybody',
  words: {},
  matches: ({ contains, isExact = false }, ticket) => {
    const phrases = phrasesOf(contains, isExact)
    return ticket.texts.some(part => {
      const words = placedWords(part)
      return phrases.some(phrase => hasPhrase(words, phrase))
    })
  },
  samples: [
    'drops',
    '"Every day"',
    '100%',
    'a_b1',
    'ÜBER',
    'uber',
    'canary',
    'error: http://wiki.example',
    '1001',
    'Omar',
    'omar@acme.example',
  ],
})

const maxNumber = 2_147_483_647

/** `#1042` finds it too. */
export const number = field<{ field: 'number'; is: number }>({
  availableTo: 'everybody',
  words: {
    number: { finds: 'the one ticket, as `#1042` does', example: 'number:1042', read: readNumber },
  },
  matches: (condition, ticket) => ticket.number === condition.is,
  samples: ['number:1001', '#1002'],
})

function readNumber(value: string, word: string) {
  const is = Number(value.replace(/^#/, ''))
  if (!Number.isInteger(is) || is <= 0 || is > maxNumber) reject(`"${word}:" takes a ticket number`)
  return { field: 'number', is } as const
}
