import { expect, it } from 'vitest'
import type { Role } from '../roles.ts'
import { namesAt, offersAt, placeAt, withTerm } from './complete.ts'

const now = new Date('2026-11-30T12:00:00.000Z')
/** `|` is the cursor, else it is at the end. */
function at(written: string, role: Role = 'agent') {
  const cursor = written.includes('|') ? written.indexOf('|') : written.length
  const text = written.replace('|', '')
  const place = placeAt(text, cursor, role)
  return { text, place, offers: place ? offersAt(place, role, now) : [] }
}
const terms = (written: string, role?: Role) => at(written, role).offers.map(offer => offer.term)
function chosen(written: string, term?: string) {
  const { text, place, offers } = at(written)
  const done = place && withTerm(text, place, term ?? offers[0]?.term ?? '')
  return done && `${done.text.slice(0, done.cursor)}|${done.text.slice(done.cursor)}`
}

it('offers the words of the language, with what they find', () => {
  expect(terms('printer st')).toEqual(['status:'])
  expect(terms('-(TA')).toEqual(['tag:'])
  expect(at('num').offers).toEqual([{ term: 'number:', finds: 'the one ticket, as #1042 does' }])
  expect(terms('')).toContain('assignee:')
})

it('offers the values of a word, with what they mean', () => {
  expect(at('is:h').offers).toEqual([{ term: 'held', finds: 'with mail that waits for a decision' }])
  expect(terms('vpn -status:re')).toEqual(['resolved'])
  expect(terms('assignee:')).toEqual(['me', 'none'])
  expect(at('waiting:>1').offers).toEqual([
    { term: '>1h', finds: 'longer than an hour' },
    { term: '>1d', finds: 'longer than a day' },
  ])
  expect(at('created:2').offers).toEqual([
    { term: '2026-11-30', finds: 'today' },
    { term: '2026-11-29', finds: 'yesterday' },
    { term: '2026-11-01..', finds: 'since the first of the month' },
  ])
})

it('offers several values after each comma, each once', () => {
  expect(terms('status:new,')).toEqual(['new,open', 'new,resolved', 'new,closed'])
  expect(chosen('status:new,op')).toBe('status:new,open |')
})

it('puts the choice where the cursor is, and what follows stays', () => {
  expect(chosen('st| vpn')).toBe('status:| vpn')
  expect(chosen('sta|tus:open vpn')).toBe('status:|open vpn')
  expect(chosen('status:re|solve vpn')).toBe('status:resolved | vpn'.replace(' | ', ' |'))
  expect(chosen('is:o')).toBe('is:open |')
})

it('quotes a name that needs it, also where somebody began to', () => {
  expect(chosen('queue:Le', 'Level 2')).toBe('queue:"Level 2" |')
  expect(chosen('queue:"Level| 1" vpn', 'Level 2')).toBe('queue:"Level 2" |vpn')
})

it('says which names a value may be', () => {
  const source = (written: string) => {
    const { place } = at(written)
    return place && namesAt(place)
  }
  expect(source('from:le')).toBe('customers')
  expect(source('-queue:"Le')).toBe('queues')
  expect(source('status:')).toBeNull()
})

it('offers customers only what they may ask by', () => {
  expect(terms('ta', 'customer')).toEqual([])
  expect(at('assignee:', 'customer').place).toBeNull()
  expect(terms('is:o', 'customer')).toEqual(['open'])
  expect(terms('is:h', 'customer')).toEqual([])
  expect(terms('cr', 'customer')).toEqual(['created:'])
})

it.each(['"st', 'status:open', 'colour:', 'constructor:', 'http://'])('has nothing for %s', text => {
  expect(terms(text)).toEqual([])
})
