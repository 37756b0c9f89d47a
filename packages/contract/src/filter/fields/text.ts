import { field, has, refuse } from '../field.ts'

/** What is written without a word and a colon before it. */
export const text = field<{ field: 'text'; contains: string }>({
  availableTo: 'everybody',
  words: {},
  matches: (condition, ticket) => ticket.texts.some(part => has(part, condition.contains)),
  searchTerm: condition => condition.contains,
  samples: ['drops', '"Every day"', '100%', 'a_b1', 'ÜBER', 'canary', 'error: http://wiki.example'],
})

const maxNumber = 2_147_483_647

/** `#1042` finds it too. */
export const number = field<{ field: 'number'; is: number }>({
  availableTo: 'everybody',
  words: {
    number: { finds: 'the one ticket, as `#1042` does', example: 'number:1042', read: readNumber },
  },
  matches: (condition, ticket) => ticket.number === condition.is,
  samples: ['number:1001', '#1002', '1003'],
})

function readNumber(value: string, word: string) {
  const is = Number(value.replace(/^#/, ''))
  if (!Number.isInteger(is) || is <= 0 || is > maxNumber) refuse(`"${word}:" takes a ticket number`)
  return { field: 'number', is } as const
}
