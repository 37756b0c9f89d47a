import type { Facts } from '../facts.ts'
import { query } from '../http.ts'
import type { Plan } from '../measure.ts'
import type { Caller, People } from '../people.ts'

const letters = 'abcdefghijklmnopqrstuvwxyz'

/** What nobody means and somebody pastes: operators without operands, one-letter words, a page of text. */
const hostile = [
  `${[...letters].join(' ')} ${[...letters].reverse().join(' ')}`,
  'https://intra.example/orders/12345?view=full&from=(mail) OR "',
  `Error: ${'cannot read the property of undefined '.repeat(8)}`,
]

/** Words of every kind, as staff and as a customer. A search must stay bounded whatever it is for. */
export function searchPlans({ agent, admin, rare, regular }: People, { words, customerName }: Facts): Plan[] {
  const asked: [name: string, q: string][] = [
    ['a word that occurs nowhere', 'qzxvkwj'],
    [`a rare word: ${words.rare}`, words.rare],
    [`a part number: ${words.code}`, words.code],
    [`a usual word: ${words.usual}`, words.usual],
    [`a common word: ${words.common}`, words.common],
    ['a stop word: the', 'the'],
    ['a phrase', `"${words.phrase}"`],
    ['the beginning of a word', words.rare.slice(0, 5)],
    ['two words', `${words.usual} ${words.common}`],
    ['two words that never meet', `${words.rare} qzxvkwj`],
    [`a customer: ${customerName}`, customerName],
    ...hostile.map((q, at): [string, string] => [`hostile ${at + 1}`, q]),
  ]
  const search = (caller: Caller, q: string) => query(caller, ['tickets.list', { q, limit: 50 }])
  const plan = (who: string, caller: Caller, [name, q]: [string, string]): Plan => ({
    ...{ group: 'search', name: `${who}, ${name}`, call: () => search(caller, q) },
  })
  return [
    ...asked.map(it => plan('agent', agent, it)),
    {
      ...{ group: 'search', name: 'agent, two words, best match first' },
      call: () => query(agent, ['tickets.list', { q: `${words.usual} ${words.common}`, sort: 'match', limit: 50 }]),
    },
    ...asked.slice(3, 6).map(it => plan('admin', admin, it)),
    ...asked.slice(0, 6).map(it => plan('customer', rare, it)),
    ...asked.slice(3, 6).map(it => plan('customer with thousands', regular, it)),
  ]
}
